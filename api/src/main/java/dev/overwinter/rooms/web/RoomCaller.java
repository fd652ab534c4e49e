package dev.overwinter.rooms.web;

import dev.overwinter.api.auth.Actor;
import dev.overwinter.rooms.MemberId;
import org.jspecify.annotations.Nullable;

/// Who asks something of rooms, as a token or a login has proved.
///
/// @param member who they are in rooms, unless a seat there was laid for their name
/// @param holder what the rooms know them by: `g:` and a guest, `a:` and an account
/// @param name what they are called where they say nothing else; null for an operator's token
/// @param admin whether they are an operator of Overwinter
/// @param proof what has proved it; when it ends, so does all that was let in by it
record RoomCaller(
    MemberId member, String holder, @Nullable String name, boolean admin, Proof proof) {

  /// What proves who somebody is.
  sealed interface Proof {

    /// By which its end is told of.
    String login();

    /// A guest's token.
    ///
    /// @param login its SHA-256, as hexadecimal digits
    record Token(String login) implements Proof {}

    /// An account's login, key or token.
    record Account(Actor actor) implements Proof {
      @Override
      public String login() {
        return actor.tokenId();
      }
    }
  }

  /// What ends it.
  String login() {
    return proof.login();
  }

  /// Whether this is a guest.
  boolean guest() {
    return holder.startsWith("g:");
  }

  /// The guest's id.
  String guestId() {
    return holder.substring(2);
  }
}
