package dev.overwinter.api.auth;

import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;

/// The record of changes in PostgreSQL; only ever added to.
interface AuditLog extends JpaRepository<AuditEntry, Long> {

  /// The newest entries, newest first.
  List<AuditEntry> findByOrderByIdDesc(Limit most);
}
