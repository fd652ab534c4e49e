package dev.overwinter.api.auth;

import dev.overwinter.api.ApiConfig;
import dev.overwinter.api.SignInConfig;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Makes accounts with a name and a password for those who were invited, and lets them in. Where
/// not everybody may register, they are guests: see [Quota].
@Component
public class Registrations {
  private final Newcomers newcomers;
  private final Passwords passwords;
  private final Accounts accounts;
  private final Sessions sessions;
  private final TransactionTemplate transactions;
  private final SignInConfig config;

  Registrations(
      Newcomers newcomers,
      Passwords passwords,
      Accounts accounts,
      Sessions sessions,
      TransactionTemplate transactions,
      ApiConfig config) {
    this.newcomers = newcomers;
    this.passwords = passwords;
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
  /// @param server what they are a member of
  public record In(Sessions.LoggedIn session, String server) implements Outcome {}

  /// They are not.
  ///
  /// @param why for people
  public record Refused(String why) implements Outcome {}

  /// The invitation is not open any more.
  public record Closed() implements Outcome {}

  /// Makes an account, if the name is free and both are good enough. Either there is an account and
  /// the invitation is used, or neither.
  ///
  /// @param accept makes an account a member by the invitation, and says of which server; empty
  ///   when the invitation is not open any more
  public Outcome register(
      String name,
      String password,
      Function<String, Optional<String>> accept,
      HttpServletRequest request) {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{2,31}")) {
      return new Refused("A name has 3 to 32 letters, digits, '.', '_' or '-'.");
    }
    if (!Passwords.acceptable(password)) {
      return new Refused("A password needs 10 to 200 characters.");
    }
    var hash = passwords.hash(password);
    var outcome =
        transactions.execute(status -> {
          var made = make(name, hash, accept, Origin.of(request, "password"));
          if (!(made instanceof In)) {
            status.setRollbackOnly();
          }
          return made;
        });
    if (outcome instanceof In) {
      AuditInterceptor.actor(request, name);
    }
    return outcome == null ? new Closed() : outcome;
  }

  private Outcome make(
      String name, String hash, Function<String, Optional<String>> accept, Origin origin) {
    var refusal = newcomers.register(name, null, hash);
    if (refusal.isPresent()) {
      return new Refused(refusal.get() + ".");
    }
    var account = accounts.findByName(name).orElseThrow();
    var server = accept.apply(account.id());
    if (server.isEmpty()) {
      return new Closed();
    }
    if (config.signUp() != SignInConfig.SignUp.OPEN) {
      newcomers.setGuest(account.id(), true);
    }
    return new In(sessions.enter(account, origin), server.get());
  }
}
