package dev.overwinter.api.auth;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Objects;

/// One call that changed something, or tried to.
@Entity
@Table(name = "audit")
public class AuditEntry {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  private long id;

  @Column(nullable = false)
  private Instant at;

  @Column(nullable = false)
  private String actor;

  @Column(nullable = false)
  private String address;

  @Column(nullable = false)
  private String action;

  @Column(nullable = false)
  private String target;

  @Column(nullable = false)
  private int result;

  @SuppressWarnings({"NullAway.Init", "UnusedMethod"}) // Hibernate fills it in
  protected AuditEntry() {}

  AuditEntry(Instant at, String actor, String address, String action, String target, int result) {
    this.at = Objects.requireNonNull(at, "at");
    this.actor = Objects.requireNonNull(actor, "actor");
    this.address = Objects.requireNonNull(address, "address");
    this.action = Objects.requireNonNull(action, "action");
    this.target = Objects.requireNonNull(target, "target");
    this.result = result;
  }

  /// Grows.
  public long getId() {
    return id;
  }

  /// When.
  public Instant getAt() {
    return at;
  }

  /// Who.
  public String getActor() {
    return actor;
  }

  /// From where.
  public String getAddress() {
    return address;
  }

  /// Method and pattern of the path.
  public String getAction() {
    return action;
  }

  /// To what; may be empty.
  public String getTarget() {
    return target;
  }

  /// HTTP status.
  public int getResult() {
    return result;
  }
}
