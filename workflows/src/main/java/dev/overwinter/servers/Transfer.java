package dev.overwinter.servers;

import dev.overwinter.nodes.Wish;
import java.time.Instant;
import java.util.Objects;

/// A move of a server between two nodes that both answer.
///
/// @param at when it was asked for
/// @param by who asked
/// @param wish where the server is to be
/// @param to the node that has room for it; another one, if need be, once it is reserved
/// @param request an id by which the same request is recognised when it comes again; empty for none
/// @param phase how far it is
/// @param why why it is being undone; empty unless it is
public record Transfer(
    Instant at, String by, Wish wish, String to, String request, Phase phase, String why) {
  /// How far a transfer is. Until the end of the last phase but one the server is where it was.
  public enum Phase {
    /// The game saves and leaves.
    STOPPING("the game is saving and leaving"),
    /// The world is copied into the backups' store.
    SAVING("its world is being copied"),
    /// Network, volumes and container are made on the other node.
    MAKING("its place there is being made"),
    /// The copy is checked and unpacked there.
    FILLING("its world is being unpacked there"),
    /// What was made there is removed again.
    UNDOING("it is being undone");

    private final String words;

    Phase(String words) {
      this.words = words;
    }
  }

  /// What every reason of a transfer begins with.
  private static final String BEGINNING = "transfer to node ";

  public Transfer {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(by, "by");
    Objects.requireNonNull(wish, "wish");
    Objects.requireNonNull(to, "to");
    Objects.requireNonNull(request, "request");
    Objects.requireNonNull(phase, "phase");
    Objects.requireNonNull(why, "why");
  }

  /// One that begins.
  Transfer(Instant at, TransferRequest request, String to) {
    this(at, request.by(), request.wish(), to, request.request(), Phase.STOPPING, "");
  }

  /// The same, so far.
  Transfer in(Phase now) {
    return new Transfer(at, by, wish, to, request, now, why);
  }

  /// The same, to the node where there is a place.
  Transfer to(String node) {
    return new Transfer(at, by, wish, node, request, phase, why);
  }

  /// The same, on its way back.
  Transfer undone(String because) {
    return new Transfer(at, by, wish, to, request, Phase.UNDOING, because);
  }

  /// Whether it goes on.
  boolean wanted() {
    return phase != Phase.UNDOING;
  }

  /// One line for people, for example `transfer to node attic: its world is being copied`.
  public String words() {
    return BEGINNING + to + ": " + phase.words + (why.isEmpty() ? "" : ": " + why);
  }

  /// Whether a reason that people read is that of a transfer which is under way.
  public static boolean isTold(String reason) {
    return reason.startsWith(BEGINNING);
  }
}
