package dev.overwinter.api.auth;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Which accounts came to play, and where they sit. Who registered while nobody could give them a
/// place gets it as soon as they log in.
@Component
class Players {
  private final Seats seats;
  private final PlayerTokens tokens;
  private final JdbcClient sql;

  Players(Seats seats, PlayerTokens tokens, JdbcClient sql) {
    this.seats = seats;
    this.tokens = tokens;
    this.sql = sql;
  }

  /// A newcomer's place, if there is a universe.
  ///
  /// @throws dev.overwinter.api.Problem 503 when nobody can give it now; the account knows that it
  ///   plays, and gets it at its next login
  Optional<Seats.Seat> welcome(Account account) {
    if (!seats.open()) {
      return Optional.empty();
    }
    sql.sql("UPDATE accounts SET plays = true WHERE id = ?").param(account.id()).update();
    return Optional.of(seats.take(account.id(), account.name()));
  }

  /// The place of an account.
  Optional<Seats.Seat> seat(String account, String name) {
    var seat = seats.find(account);
    return seat.isPresent() || !plays(account) ? seat : Optional.of(seats.take(account, name));
  }

  private boolean plays(String account) {
    return !sql.sql("SELECT 1 FROM accounts WHERE id = ? AND plays")
        .param(account)
        .query()
        .listOfRows()
        .isEmpty();
  }

  /// The same login, shown by what programs of the older universe present: they read a player's
  /// number out of it, and know no refresh. Who looks after others keeps the shorter life.
  Sessions.LoggedIn inWordsOfPlayers(Sessions.LoggedIn login) {
    var actor = login.actor();
    if (actor.admin() || actor.operator()) {
      return login;
    }
    return seat(actor.accountId(), actor.name())
        .map(seat -> {
          seats.arrived(seat);
          return tokens.sign(seat.player(), actor.tokenId());
        })
        .map(signed ->
            new Sessions.LoggedIn(
                signed.text(), signed.expires(), login.refresh(), login.expires(), actor))
        .orElse(login);
  }
}
