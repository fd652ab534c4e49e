package dev.overwinter.api.auth;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Objects;

/// Somebody who may log in.
@Entity
@Table(name = "accounts")
class Account {
  @Id private String id;

  @Column(nullable = false, unique = true)
  private String name;

  @Column(name = "password_hash", nullable = false)
  private String passwordHash;

  @Column(nullable = false)
  private boolean admin;

  /// Whether the installation is theirs.
  @Column(nullable = false)
  private boolean owner;

  /// Whether they run all servers.
  @Column(nullable = false)
  private boolean operator;

  @Column(nullable = false)
  private boolean disabled;

  /// Whether the password is a one-time one that must be replaced before anything else.
  @Column(name = "must_change", nullable = false)
  private boolean mustChange;

  /// Grows with every password change; tokens of an older epoch are dead.
  @Column(nullable = false)
  private int epoch;

  @Column(name = "created_at", nullable = false)
  private Instant createdAt;

  @SuppressWarnings({"NullAway.Init", "UnusedMethod"}) // Hibernate fills it in
  protected Account() {}

  Account(String id, String name, String passwordHash, boolean admin, Instant createdAt) {
    this.id = Objects.requireNonNull(id, "id");
    this.name = Objects.requireNonNull(name, "name");
    this.passwordHash = Objects.requireNonNull(passwordHash, "passwordHash");
    this.admin = admin;
    this.mustChange = true;
    this.createdAt = Objects.requireNonNull(createdAt, "createdAt");
  }

  String id() {
    return id;
  }

  String name() {
    return name;
  }

  String passwordHash() {
    return passwordHash;
  }

  /// Whether a password opens it; otherwise only identities do.
  boolean hasPassword() {
    return !passwordHash.isEmpty();
  }

  boolean admin() {
    return admin;
  }

  boolean owner() {
    return owner;
  }

  boolean operator() {
    return operator;
  }

  boolean disabled() {
    return disabled;
  }

  boolean mustChange() {
    return mustChange;
  }

  int epoch() {
    return epoch;
  }

  Instant createdAt() {
    return createdAt;
  }

  /// The first account: nobody can take the installation from it.
  void makeOwner() {
    owner = true;
  }

  /// From now on everything may be seen and done.
  void makeAdmin() {
    admin = true;
  }

  /// Replaces a one-time password that nobody has used by another.
  void giveOneTimePassword(String hash) {
    passwordHash = hash;
    mustChange = true;
    epoch++;
  }
}
