package dev.overwinter.sessions;

import java.util.Objects;

/// Who has a session.
///
/// @param owner the account that pays and may end it
/// @param requester whose quota it counts against, for example an address; never shown, never a
///   label
/// @param idempotencyKey names this request: asked again with the same one, the same session is the
///   answer. The api makes one for who sends none
public record Lease(String owner, String requester, String idempotencyKey) {
  public Lease {
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(requester, "requester");
    if (idempotencyKey.isBlank()) {
      throw new IllegalArgumentException("idempotencyKey: empty (expected: one of the request)");
    }
  }
}
