package dev.overwinter.api.auth;

import java.time.Instant;
import java.util.Objects;
import java.util.Set;

/// Who makes a request.
///
/// @param accountId the account, or `local` for a token from the secrets directory
/// @param name for the audit and the timeline
/// @param admin whether everything may be seen and done
/// @param mustChange whether the password must be replaced before anything else
/// @param epoch the epoch of the account that the token was signed in
/// @param tokenId the login, or the token when it belongs to no account
/// @param tokenExpires when that ends
/// @param scopes what the token may be used for; all of it for a login
/// @param operator whether all servers may be seen, started and stopped
public record Actor(
    String accountId,
    String name,
    boolean admin,
    boolean mustChange,
    int epoch,
    String tokenId,
    Instant tokenExpires,
    Set<Scope> scopes,
    boolean operator) {
  public Actor {
    scopes = Set.copyOf(scopes);
    Objects.requireNonNull(accountId, "accountId");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(tokenId, "tokenId");
    Objects.requireNonNull(tokenExpires, "tokenExpires");
  }

  /// Somebody whose token may be used for everything.
  public Actor(
      String accountId,
      String name,
      boolean admin,
      boolean mustChange,
      int epoch,
      String tokenId,
      Instant tokenExpires) {
    this(accountId, name, admin, mustChange, epoch, tokenId, tokenExpires, Scope.all(), false);
  }

  /// Whether this is a token from the secrets directory.
  public boolean isLocal() {
    return TokenSigner.LOCAL.equals(accountId);
  }

  /// Whether a later look at the same token has found the same account in the same role.
  boolean isStill(Actor now) {
    return now.epoch == epoch && now.admin == admin && now.operator == operator;
  }

  /// Whether this actor may see and order a thing of that owner.
  public boolean mayManage(String owner) {
    return admin || name.equals(owner);
  }
}
