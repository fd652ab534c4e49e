package dev.overwinter.servers;

import dev.overwinter.nodes.Wish;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Asks for a move to another node.
///
/// @param by who asks
/// @param wish where; when nothing is wished for, where the server was wished for at first
/// @param force whether players are cut off
/// @param request an id by which the same request is recognised when it comes again; empty for none
public record TransferRequest(String by, Wish wish, boolean force, String request) {
  public TransferRequest(String by, @Nullable Wish wish, boolean force, @Nullable String request) {
    this.by = Objects.requireNonNull(by, "by");
    this.wish = Wish.orAnywhere(wish);
    this.force = force;
    this.request = request == null ? "" : request;
  }

  /// The same with another wish.
  public TransferRequest wishing(Wish wanted) {
    return new TransferRequest(by, wanted, force, request);
  }
}
