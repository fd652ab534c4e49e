package dev.overwinter.api.auth;

import dev.overwinter.api.Problem;
import dev.overwinter.api.Secrets;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/// Logs people in and out. Every answer is read from PostgreSQL, so a logout, a new password or a
/// disabled account holds at once, on every instance.
@Service
public class Sessions {
  private final Accounts accounts;
  private final RevokedTokens revoked;
  private final Passwords passwords;
  private final TokenSigner local;
  private final AccessTokens tokens;
  private final PlayerTokens playerTokens;
  private final SigningKeys keys;
  private final Logins logins;
  private final ApiKeys apiKeys;
  private final FreshProof proof;
  private final Secrets secrets;
  private final JdbcClient sql;
  private final TransactionTemplate transactions;
  private final Clock clock;

  Sessions(
      Accounts accounts,
      RevokedTokens revoked,
      Passwords passwords,
      TokenSigner local,
      AccessTokens tokens,
      PlayerTokens playerTokens,
      SigningKeys keys,
      Logins logins,
      ApiKeys apiKeys,
      FreshProof proof,
      Secrets secrets,
      JdbcClient sql,
      TransactionTemplate transactions,
      Clock clock) {
    this.accounts = accounts;
    this.revoked = revoked;
    this.passwords = passwords;
    this.local = local;
    this.tokens = tokens;
    this.playerTokens = playerTokens;
    this.keys = keys;
    this.logins = logins;
    this.apiKeys = apiKeys;
    this.proof = proof;
    this.secrets = secrets;
    this.sql = sql;
    this.transactions = transactions;
    this.clock = clock;
  }

  /// Somebody who has just proved who they are.
  ///
  /// @param access what to present from now on, for a quarter of an hour
  /// @param accessExpires when it ends
  /// @param refresh what renews it, once
  /// @param expires when the login ends if nobody renews it
  /// @param actor who that is
  public record LoggedIn(
      String access, Instant accessExpires, String refresh, Instant expires, Actor actor) {

    @Override
    public String toString() {
      return "login of " + actor.name();
    }
  }

  /// A login that lasts.
  ///
  /// @param id of it
  /// @param how `password`, or the name of a provider
  /// @param agent what the client calls itself
  /// @param address of the client
  /// @param createdAt since when
  /// @param lastUsedAt when it was last renewed
  public record Login(
      String id, String how, String agent, String address, Instant createdAt, Instant lastUsedAt) {
    private static final List<String> PROGRAMS =
        List.of("Edg/", "Edge", "OPR/", "Opera", "Firefox/", "Firefox", "Chrome/", "Chrome");
    private static final List<String> SYSTEMS =
        List.of(
            "Android", "Android", "iPhone", "iPhone", "iPad", "iPad", "Windows", "Windows",
            "Mac OS", "macOS", "Linux", "Linux");

    /// What the client seems to be, for people.
    public String device() {
      if (!agent.startsWith("Mozilla/")) {
        return agent.isEmpty() ? "A program" : agent;
      }
      return named(PROGRAMS, "Safari") + " on " + named(SYSTEMS, "another system");
    }

    private String named(List<String> marksAndNames, String otherwise) {
      for (int at = 0; at < marksAndNames.size(); at += 2) {
        if (agent.contains(marksAndNames.get(at))) {
          return marksAndNames.get(at + 1);
        }
      }
      return otherwise;
    }
  }

  /// Whose name and password belong together; empty when they do not.
  Optional<Account> proved(String name, String password) {
    var account =
        accounts.findByName(name).filter(known -> !known.disabled() && known.hasPassword());
    if (account.isEmpty()) {
      passwords.pretend(password);
      return Optional.empty();
    }
    return account.filter(known -> passwords.matches(password, known.passwordHash()));
  }

  /// Lets in who has proved who they are.
  LoggedIn enter(Account account, Origin origin) {
    return enter(account.id(), account.epoch(), origin);
  }

  private LoggedIn enter(String account, int epoch, Origin origin) {
    return logins
        .begin(account, epoch, origin)
        .flatMap(this::loggedIn)
        .orElseThrow(Sessions::changedMeanwhile);
  }

  private static Problem changedMeanwhile() {
    return Problem.of(HttpStatus.UNAUTHORIZED, "The account has changed meanwhile. Log in again.");
  }

  /// Somebody who was in has come in once more: the login before ends, unless it is another's.
  public void replace(HttpServletRequest request, LoggedIn by) {
    visitor(request)
        .filter(before -> before.accountId().equals(by.actor().accountId()))
        .filter(before -> !before.tokenId().equals(by.actor().tokenId()))
        .ifPresent(before -> logins.end(before.tokenId(), "logged in again"));
  }

  /// Renews a login.
  ///
  /// @param browser whether the same token may come twice within a moment, as tabs do
  /// @return empty when the token is no good
  Optional<LoggedIn> refresh(String refresh, boolean browser, Origin origin) {
    return logins.renew(refresh, browser, origin).flatMap(this::loggedIn);
  }

  /// Who presents a token; empty when it is not ours, has expired, or its login has ended.
  public Optional<Actor> actor(String token) {
    return tokens
        .read(token)
        .flatMap(claims ->
            holder(claims.session())
                .filter(actor -> actor.accountId().equals(claims.subject()))
                .filter(actor -> actor.epoch() == claims.epoch()))
        .or(() -> playerTokens.read(token).flatMap(claims -> holder(claims.login())))
        .or(() -> local.read(token).flatMap(this::local));
  }

  /// Who presents a key; empty when it is none, has ended, or comes from the wrong network.
  Optional<Actor> key(String text, String address) {
    return apiKeys.actor(text, address);
  }

  /// Whose browser makes a request, without renewing anything.
  public Optional<Actor> visitor(HttpServletRequest request) {
    return SessionCookie.read(request)
        .flatMap(this::actor)
        .or(() -> SessionCookie.refresh(request).flatMap(logins::peek).flatMap(this::holder));
  }

  /// Whether somebody who was let in would still be, as what they were then: for answers that last.
  public boolean stillIn(Actor actor) {
    if (!clock.instant().isBefore(actor.tokenExpires())) {
      return false;
    }
    if (ApiKeys.isKey(actor)) {
      return apiKeys.stillIn(actor);
    }
    return actor.isLocal()
        ? !revoked.existsById(actor.tokenId())
        : holder(actor.tokenId()).filter(actor::isStill).isPresent();
  }

  /// The login is dead from now on, everywhere.
  @Transactional
  public void logout(Actor actor) {
    if (ApiKeys.isKey(actor)) {
      throw new IllegalStateException("a key cannot log out");
    }
    if (actor.isLocal()) {
      revoked.save(new RevokedToken(actor.tokenId(), actor.tokenExpires()));
      revoked.deleteByExpiresAtBefore(clock.instant());
    } else {
      logins.end(actor.tokenId(), "logged out");
    }
  }

  /// Every login of the actor's account is dead from now on.
  ///
  /// @param keepKeys whether its API keys live on
  @Transactional
  public void logoutEverywhere(Actor actor, boolean keepKeys) {
    logins.endAll(actor.accountId(), "logged out everywhere");
    logout(actor);
    if (!keepKeys) {
      apiKeys.revokeAll(actor.accountId());
    }
  }

  /// Ends one login of an account.
  ///
  /// @return whether there was one
  @Transactional
  public boolean end(Actor actor, String login) {
    return logins.end(actor.accountId(), login, "ended by its owner");
  }

  /// The logins of an account that last, latest use first.
  public List<Login> of(Actor actor) {
    return logins.of(actor.accountId());
  }

  /// Replaces the actor's password; all their logins end and they get a new one. Who has none yet
  /// came in by something better, and proves it of late.
  ///
  /// @param keepKeys whether the API keys of the account live on
  /// @return empty when the current password is wrong
  /// @throws Problem (403) when there is none and no fresh proof
  Optional<LoggedIn> changePassword(
      Actor actor, String current, String chosen, boolean keepKeys, Origin origin) {
    // Hashing takes its time and its turn: no connection is held meanwhile.
    var known =
        accounts
            .findById(actor.accountId())
            .filter(account ->
                !account.hasPassword() || passwords.matches(current, account.passwordHash()));
    if (known.isEmpty()) {
      return Optional.empty();
    }
    if (!known.get().hasPassword()) {
      proof.require(actor);
    }
    var hash = passwords.hash(chosen);
    var session = transactions.execute(_ -> choose(actor, known.get(), hash, keepKeys, origin));
    if (actor.name().equals(FirstAdmin.NAME)) {
      secrets.deleteAdminPassword();
    }
    return Optional.ofNullable(session);
  }

  private LoggedIn choose(
      Actor actor, Account account, String hash, boolean keepKeys, Origin origin) {
    int changed =
        sql.sql(
                """
                UPDATE accounts SET password_hash = ?, must_change = false, epoch = epoch + 1
                 WHERE id = ? AND epoch = ? AND NOT disabled
                """)
            .params(hash, account.id(), account.epoch())
            .update();
    if (changed == 0) {
      throw changedMeanwhile();
    }
    if (!account.hasPassword()) {
      proof.require(actor);
    }
    logins.endAll(account.id(), "the password was changed");
    if (!keepKeys) {
      apiKeys.revokeAll(account.id());
    }
    return enter(account.id(), account.epoch() + 1, origin);
  }

  /// Whether a password opens the actor's account.
  public boolean hasPassword(Actor actor) {
    return accounts.findById(actor.accountId()).filter(Account::hasPassword).isPresent();
  }

  /// Every key of now is dead; see [SigningKeys#replaceAll].
  public void replaceKeys() {
    keys.replaceAll();
  }

  @Scheduled(fixedDelay = 3_600_000, initialDelay = 60_000)
  void keepHouse() {
    keys.ensure();
    logins.forget();
    apiKeys.forget();
  }

  private Optional<LoggedIn> loggedIn(Logins.Renewable login) {
    return holder(login.id())
        .map(actor -> {
          var token = tokens.sign(login.account(), login.id(), actor.epoch());
          return new LoggedIn(
              token.text(), token.claims().expires(), login.refresh(), login.expires(), actor);
        });
  }

  private Optional<Actor> holder(String login) {
    return logins
        .holder(login)
        .map(holder ->
            new Actor(
                holder.account(),
                holder.name(),
                holder.admin(),
                holder.mustChange(),
                holder.epoch(),
                login,
                holder.expires(),
                Scope.all(),
                holder.operator()));
  }

  private Optional<Actor> local(TokenSigner.Claims claims) {
    return TokenSigner.LOCAL.equals(claims.subject()) && !revoked.existsById(claims.id())
        ? Optional.of(
            new Actor(
                TokenSigner.LOCAL,
                "admin",
                true,
                false,
                claims.epoch(),
                claims.id(),
                claims.expires()))
        : Optional.empty();
  }
}
