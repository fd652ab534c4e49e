package dev.overwinter.sessions.web;

import dev.overwinter.sessions.Unit;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Who is said to have signed a request, and what is known of them.
///
/// @param unit under which name it signs
/// @param sessionId its session
/// @param tag its session's tag
/// @param machine whether it is a machine of an operator, without a droplet
/// @param live whether heartbeats of it mean anything: its session is neither over nor ending, and
///   runs on no other unit
/// @param secrets what it signs with; all that hold
/// @param toldNumber the last heartbeat that its workflow has taken; null when there is none
/// @param toldClients how many played then
record Signer(
    Unit unit,
    String sessionId,
    String tag,
    boolean machine,
    boolean live,
    List<String> secrets,
    @Nullable Long toldNumber,
    int toldClients) {
  Signer {
    Objects.requireNonNull(unit, "unit");
    secrets = List.copyOf(secrets);
  }

  /// The same one, which signs with the secrets of another row of it as well.
  Signer and(Signer row) {
    var all = Stream.concat(secrets.stream(), row.secrets.stream()).distinct().toList();
    return new Signer(unit, sessionId, tag, machine, live, all, toldNumber, toldClients);
  }

  @Override
  public String toString() {
    return "Signer[" + unit + (live ? ", live]" : "]");
  }
}
