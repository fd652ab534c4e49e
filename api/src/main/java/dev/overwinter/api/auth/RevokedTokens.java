package dev.overwinter.api.auth;

import java.time.Instant;
import org.springframework.data.jpa.repository.JpaRepository;

/// The logged-out tokens in PostgreSQL.
interface RevokedTokens extends JpaRepository<RevokedToken, String> {

  /// Forgets what has expired by itself.
  long deleteByExpiresAtBefore(Instant now);
}
