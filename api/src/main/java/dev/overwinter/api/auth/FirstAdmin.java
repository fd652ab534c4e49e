package dev.overwinter.api.auth;

import dev.overwinter.api.Secrets;
import java.time.Clock;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Makes the first account, `admin`, with a one-time password that lies in the secrets directory
/// until its first use. There is no default password.
@Component
public class FirstAdmin {
  /// Its login name.
  public static final String NAME = "admin";

  private static final Logger LOG = LoggerFactory.getLogger(FirstAdmin.class);

  private final Accounts accounts;
  private final Passwords passwords;
  private final Secrets secrets;
  private final Clock clock;

  FirstAdmin(Accounts accounts, Passwords passwords, Secrets secrets, Clock clock) {
    this.accounts = accounts;
    this.passwords = passwords;
    this.secrets = secrets;
    this.clock = clock;
  }

  /// There is an admin, and if nobody has chosen its password yet, the file holds the one that
  /// works. Safe to repeat.
  @Transactional
  public void ensure() {
    var known = accounts.findByName(NAME);
    if (known.isEmpty()) {
      var hash = passwords.hash(secrets.newAdminPassword());
      var first = new Account(UUID.randomUUID().toString(), NAME, hash, true, clock.instant());
      first.makeOwner();
      accounts.save(first);
      LOG.info("made the first account \"{}\"; its one-time password is in admin-password", NAME);
    } else if (known.get().mustChange() && !fileWorks(known.get())) {
      known.get().giveOneTimePassword(passwords.hash(secrets.newAdminPassword()));
      accounts.save(known.get());
      LOG.info("made a new one-time password for \"{}\": the old one was lost", NAME);
    }
  }

  private boolean fileWorks(Account account) {
    return secrets
        .adminPassword()
        .filter(password -> passwords.matches(password, account.passwordHash()))
        .isPresent();
  }
}
