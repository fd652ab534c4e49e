package dev.overwinter.api.auth;

import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;

/// The accounts in PostgreSQL.
interface Accounts extends JpaRepository<Account, String> {

  /// The account of a login name.
  Optional<Account> findByName(String name);
}
