package dev.overwinter.api.auth;

import dev.overwinter.api.ApiConfig;
import dev.overwinter.api.SignInConfig;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/// What somebody gets who has proved elsewhere who they are: the account that their identity opens,
/// a new one, or one more way into the account that they are in.
@Service
public class Arrivals {
  private final Identities identities;
  private final Newcomers newcomers;
  private final Accounts accounts;
  private final Sessions sessions;
  private final TransactionTemplate transactions;
  private final SignInConfig config;

  Arrivals(
      Identities identities,
      Newcomers newcomers,
      Accounts accounts,
      Sessions sessions,
      TransactionTemplate transactions,
      ApiConfig config) {
    this.identities = identities;
    this.newcomers = newcomers;
    this.accounts = accounts;
    this.sessions = sessions;
    this.transactions = transactions;
    this.config = config.signIn();
  }

  /// How it ended.
  public sealed interface Outcome {}

  /// They are in.
  ///
  /// @param session what they present from now on
  /// @param server what they are a member of by their invitation; empty for none
  public record In(Sessions.LoggedIn session, String server) implements Outcome {}

  /// The identity opens their account from now on.
  public record Linked() implements Outcome {}

  /// They are not.
  ///
  /// @param why for people
  public record Refused(String why) implements Outcome {}

  /// Whether a journey to a provider has not come back before.
  ///
  /// @param state what only this journey has
  @Transactional
  public boolean first(String state, Instant expires) {
    return identities.firstArrival(NodeKeys.hash(state), expires);
  }

  /// Lets somebody in. Where one has to be invited, a new account uses the invitation up: either
  /// there are both, the account and the membership, or neither.
  ///
  /// @param identity who they are elsewhere
  /// @param wish what they would like to be called
  /// @param accept makes an account a member by the invitation that they hold, and says of which
  ///   server; empty when they hold none
  public Outcome signIn(
      Identities.Identity identity,
      String wish,
      Function<String, Optional<String>> accept,
      Origin origin) {
    try {
      return signInOnce(identity, wish, accept, origin);
    } catch (ArrivedTwice _) {
      return signInOnce(identity, wish, accept, origin); // the account is there now
    }
  }

  private Outcome signInOnce(
      Identities.Identity identity,
      String wish,
      Function<String, Optional<String>> accept,
      Origin origin) {
    return Objects.requireNonNull(
        transactions.execute(status -> {
          var outcome = welcome(identity, wish, accept, origin);
          if (!(outcome instanceof In)) {
            status.setRollbackOnly();
          }
          return outcome;
        }));
  }

  private Outcome welcome(
      Identities.Identity identity,
      String wish,
      Function<String, Optional<String>> accept,
      Origin origin) {
    var known = identities.account(identity).flatMap(accounts::findById);
    if (known.isPresent()) {
      return known.get().disabled()
          ? new Refused("This account is disabled.")
          : new In(sessions.enter(known.get(), origin), "");
    }
    var account = add(identity, wish);
    if (config.signUp() != SignInConfig.SignUp.INVITED) {
      return new In(sessions.enter(account, origin), "");
    }
    var server = accept.apply(account.id());
    if (server.isEmpty()) {
      return new Refused("Nobody here knows you yet. Ask for an invitation.");
    }
    newcomers.setGuest(account.id(), true);
    return new In(sessions.enter(account, origin), server.get());
  }

  private Account add(Identities.Identity identity, String wish) {
    var account = newcomers.add(wish);
    if (!identities.link(account.id(), identity)) {
      throw new ArrivedTwice();
    }
    return account;
  }

  /// The same person twice at once: the other arrival has made the account.
  private static final class ArrivedTwice extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private ArrivedTwice() {
      super("an identity was linked meanwhile", null, false, false);
    }
  }

  /// Lets a developer in, as admin.
  @Transactional
  Sessions.LoggedIn develop(Identities.Identity developer, Origin origin) {
    var account =
        identities
            .account(developer)
            .flatMap(accounts::findById)
            .orElseGet(() -> add(developer, "developer"));
    account.makeAdmin();
    return sessions.enter(accounts.saveAndFlush(account), origin);
  }

  /// Gives somebody who is in one more way in.
  ///
  /// @param accountId whom
  @Transactional
  public Outcome link(String accountId, Identities.Identity identity) {
    if (!identities.link(accountId, identity)) {
      return new Refused("That identity opens another account here, and is left as it is.");
    }
    if (config.signUp() != SignInConfig.SignUp.INVITED) {
      newcomers.setGuest(accountId, false); // they would have been let in by it
    }
    return new Linked();
  }

  /// Lets in whose device has proved who they are; empty when the account is disabled.
  @Transactional
  public Optional<Sessions.LoggedIn> enter(String accountId, Origin origin) {
    return accounts
        .findById(accountId)
        .filter(account -> !account.disabled())
        .map(account -> sessions.enter(account, origin));
  }

  /// Whether a password or a provider opens an account, too.
  public boolean hasOtherWay(String accountId) {
    return hasPassword(accountId) || !identities.of(accountId).isEmpty();
  }

  private boolean hasPassword(String accountId) {
    return accounts.findById(accountId).filter(Account::hasPassword).isPresent();
  }

  /// Within a transaction: two ways in that go at once go one after the other, so that the second
  /// knows whether it is the last.
  public void alone(String accountId) {
    identities.lock(accountId);
  }

  /// Takes a way in away, unless it is the last one.
  ///
  /// @return empty when there is no such way; otherwise whether it is gone
  @Transactional
  public Optional<Boolean> unlink(String accountId, String id) {
    alone(accountId);
    var ways = identities.of(accountId);
    if (ways.stream().noneMatch(way -> way.id().equals(id))) {
      return Optional.empty();
    }
    boolean other = hasPassword(accountId) || identities.hasPasskey(accountId);
    return Optional.of((other || ways.size() > 1) && identities.unlink(accountId, id));
  }
}
