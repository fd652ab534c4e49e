package dev.overwinter.api.auth;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Objects;

/// A token that was logged out before it expired.
@Entity
@Table(name = "revoked_tokens")
class RevokedToken {
  @Id private String id;

  @Column(name = "expires_at", nullable = false)
  private Instant expiresAt;

  @SuppressWarnings({"NullAway.Init", "UnusedMethod"}) // Hibernate fills it in
  protected RevokedToken() {}

  RevokedToken(String id, Instant expiresAt) {
    this.id = Objects.requireNonNull(id, "id");
    this.expiresAt = Objects.requireNonNull(expiresAt, "expiresAt");
  }

  String id() {
    return id;
  }

  Instant expiresAt() {
    return expiresAt;
  }
}
