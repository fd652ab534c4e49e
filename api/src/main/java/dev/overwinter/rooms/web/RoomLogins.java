package dev.overwinter.rooms.web;

import dev.overwinter.api.auth.Sessions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.springframework.stereotype.Component;

/// Whether those who were let in would still be: for what lasts longer than a request.
@Component
class RoomLogins {
  private static final int AT_ONCE = 1_000;

  private final RoomGuests guests;
  private final Sessions sessions;

  RoomLogins(RoomGuests guests, Sessions sessions) {
    this.guests = guests;
    this.sessions = sessions;
  }

  /// Those of these that have ended. Guests are asked for all together, accounts one by one.
  Set<RoomCaller.Proof> ended(Collection<RoomCaller.Proof> all) {
    var ended = new HashSet<RoomCaller.Proof>();
    var tokens = new ArrayList<String>();
    for (var one : all) {
      switch (one) {
        case RoomCaller.Proof.Token(var login) -> tokens.add(login);
        case RoomCaller.Proof.Account(var actor) -> {
          if (!sessions.stillIn(actor)) {
            ended.add(one);
          }
        }
      }
    }
    for (int from = 0; from < tokens.size(); from += AT_ONCE) {
      var some = tokens.subList(from, Math.min(tokens.size(), from + AT_ONCE));
      var good = guests.stillIn(some);
      some.stream()
          .filter(login -> !good.contains(login))
          .forEach(login -> ended.add(new RoomCaller.Proof.Token(login)));
    }
    return ended;
  }
}
