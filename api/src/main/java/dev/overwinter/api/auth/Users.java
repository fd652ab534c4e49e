package dev.overwinter.api.auth;

import dev.overwinter.api.ApiConfig;
import dev.overwinter.api.Plan;
import dev.overwinter.api.PlansConfig;
import dev.overwinter.api.Problem;
import dev.overwinter.api.Secrets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// The accounts, for those who look after them. Admins look after everybody but admins and owners;
/// an owner looks after everybody, and nobody takes the last owner away.
@Component
public class Users {
  private static final String ROLE =
      "CASE WHEN owner THEN 'owner' WHEN admin THEN 'admin' WHEN operator THEN 'operator'"
          + " ELSE 'player' END";

  private final JdbcClient sql;
  private final Logins logins;
  private final SecondFactor factor;
  private final Passwords passwords;
  private final FreshProof proof;
  private final PlansConfig plans;

  Users(
      JdbcClient sql,
      Logins logins,
      SecondFactor factor,
      Passwords passwords,
      FreshProof proof,
      ApiConfig config) {
    this.sql = sql;
    this.logins = logins;
    this.factor = factor;
    this.passwords = passwords;
    this.proof = proof;
    this.plans = config.plans();
  }

  /// What somebody is in the whole installation.
  public enum Role {
    /// Has their own servers and those that are shared with them.
    PLAYER,
    /// Runs all servers: sees, starts and stops them.
    OPERATOR,
    /// May do everything, but not make or unmake admins.
    ADMIN,
    /// May do everything.
    OWNER
  }

  /// An account.
  ///
  /// @param id of it
  /// @param name login name
  /// @param role what they are
  /// @param disabled whether they are kept out
  /// @param guest whether they came by an invitation only and have no servers of their own
  /// @param servers how many are theirs
  /// @param plan name of the plan that says what they may have
  /// @param createdAt since when
  /// @param lastLoginAt the newest login; null for never
  public record User(
      String id,
      String name,
      Role role,
      boolean disabled,
      boolean guest,
      int servers,
      String plan,
      Instant createdAt,
      @Nullable Instant lastLoginAt) {}

  /// Everybody, by name.
  public List<User> all(Actor by) {
    require(by);
    return find("true", "");
  }

  /// One account.
  public User one(Actor by, String id) {
    require(by);
    return find("a.id = :id", id).stream()
        .findFirst()
        .orElseThrow(() -> Problem.of(HttpStatus.NOT_FOUND, "There is no such account"));
  }

  private List<User> find(String where, String id) {
    return sql.sql(
            "SELECT a.*, "
                + ROLE
                + " AS role, (SELECT count(*) FROM servers s WHERE s.owner = a.name"
                + " AND s.state <> 'DELETED') AS servers FROM accounts a WHERE "
                + where
                + " ORDER BY a.name LIMIT 10000")
        .param("id", id)
        .query((row, _) -> {
          var login = row.getObject("last_login_at", OffsetDateTime.class);
          return new User(
              row.getString("id"),
              row.getString("name"),
              Role.valueOf(row.getString("role").toUpperCase(java.util.Locale.ROOT)),
              row.getBoolean("disabled"),
              row.getBoolean("guest"),
              row.getInt("servers"),
              plans.of(row.getString("plan")).name(),
              row.getObject("created_at", OffsetDateTime.class).toInstant(),
              login == null ? null : login.toInstant());
        })
        .list();
  }

  /// Makes somebody something else; at once, also for those who are logged in. Asks for a fresh
  /// proof: an admin would stay one.
  @Transactional
  public void change(Actor by, String id, Role role) {
    var user = looksAfter(by, id);
    proof.require(by);
    if (role.compareTo(Role.ADMIN) >= 0 && !isOwner(by)) {
      throw Problem.of(HttpStatus.FORBIDDEN, "Only an owner makes admins.").code("OWNER_ONLY");
    }
    keepOneOwner(user, role == Role.OWNER);
    sql.sql("UPDATE accounts SET owner = ?, admin = ?, operator = ? WHERE id = ?")
        .params(role == Role.OWNER, role.compareTo(Role.ADMIN) >= 0, role == Role.OPERATOR, id)
        .update();
  }

  /// Keeps somebody out, at once, or lets them in again.
  @Transactional
  public void disable(Actor by, String id, boolean disabled) {
    var user = looksAfter(by, id);
    keepOneOwner(user, !disabled && user.role() == Role.OWNER);
    if (disabled && by.accountId().equals(id)) {
      throw Problem.of(HttpStatus.CONFLICT, "You cannot keep yourself out.");
    }
    sql.sql("UPDATE accounts SET disabled = ? WHERE id = ?").params(disabled, id).update();
    if (disabled) {
      logins.endAll(id, "the account was disabled");
    }
  }

  /// Lets a guest have servers of their own, or not any more; those that they have stay.
  @Transactional
  public void setGuest(Actor by, String id, boolean guest) {
    var user = looksAfter(by, id);
    sql.sql("UPDATE accounts SET guest = ? WHERE id = ?").params(guest, user.id()).update();
  }

  /// Gives somebody another plan; what they have already they keep. Whoever is given the usual one
  /// has from then on whichever is the usual one.
  @Transactional
  public void givePlan(Actor by, String id, String name) {
    var user = looksAfter(by, id);
    var plan =
        plans
            .plan(name)
            .orElseThrow(() ->
                Problem.invalid(
                    Map.of(
                        "plan",
                        "must be one of "
                            + plans.plans().stream()
                                .map(Plan::name)
                                .collect(Collectors.joining(", ")))));
    sql.sql("UPDATE accounts SET plan = :plan WHERE id = :id")
        .param("plan", plan.equals(plans.usual()) ? null : plan.name())
        .param("id", user.id())
        .update();
  }

  /// Gives somebody who has lost their ways in a one-time password; their logins end, and their
  /// one-time codes with them. Asks for a fresh proof: the password opens their account.
  ///
  /// @return the password, shown once
  @Transactional
  public String reset(Actor by, String id) {
    looksAfter(by, id);
    proof.require(by);
    var password = Secrets.random();
    sql.sql(
            """
            UPDATE accounts SET password_hash = ?, must_change = true, epoch = epoch + 1
             WHERE id = ?
            """)
        .params(passwords.hash(password), id)
        .update();
    factor.turnOff(id);
    logins.endAll(id, "the password was reset");
    return password;
  }

  private User looksAfter(Actor by, String id) {
    var user = one(by, id);
    if (user.role().compareTo(Role.ADMIN) >= 0 && !isOwner(by) && !by.accountId().equals(id)) {
      throw Problem.of(HttpStatus.FORBIDDEN, "Only an owner looks after admins.")
          .code("OWNER_ONLY");
    }
    return user;
  }

  /// Whoever may read the secrets directory owns the installation.
  private boolean isOwner(Actor by) {
    return by.isLocal()
        || (by.admin()
            && !sql.sql("SELECT 1 FROM accounts WHERE id = ? AND owner")
                .param(by.accountId())
                .query()
                .listOfRows()
                .isEmpty());
  }

  private void keepOneOwner(User user, boolean staysOwner) {
    if (user.role() != Role.OWNER || staysOwner) {
      return;
    }
    // Locked, so that two owners do not unmake each other.
    var others =
        sql.sql("SELECT id FROM accounts WHERE owner AND NOT disabled FOR UPDATE")
            .query((row, _) -> row.getString("id"))
            .list();
    if (others.stream().allMatch(user.id()::equals)) {
      throw Problem.of(HttpStatus.CONFLICT, "Somebody has to own this installation.")
          .code("LAST_OWNER");
    }
  }

  private static void require(Actor by) {
    if (!by.admin()) {
      throw new AccessDeniedException("admin only");
    }
  }
}
