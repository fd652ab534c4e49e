package dev.overwinter.universe.web;

import dev.overwinter.api.ApiConfig;
import dev.overwinter.api.Problem;
import dev.overwinter.api.auth.Seats;
import dev.overwinter.universe.order.PlayerAnswer;
import dev.overwinter.universe.order.PlayerCommand;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Places in the universe of the older paths.
@Component
class UniverseSeats implements Seats {
  private final JdbcClient sql;
  private final UniverseReads universes;
  private final ObjectProvider<UniverseOrders> orders;
  private final Presence presence;
  private final String universe;

  UniverseSeats(
      JdbcClient sql,
      UniverseReads universes,
      ObjectProvider<UniverseOrders> orders,
      Presence presence,
      ApiConfig config) {
    this.sql = sql;
    this.universes = universes;
    this.orders = orders;
    this.presence = presence;
    this.universe = config.universe().universe();
  }

  @Override
  public boolean open() {
    try {
      return !universe.isEmpty() && universes.find(universe).isPresent();
    } catch (BadSqlGrammarException _) {
      return false; // the worker has not made its tables yet
    }
  }

  @Override
  public Optional<Seat> find(String account) {
    if (!open()) {
      return Optional.empty();
    }
    return sql.sql(
            """
            SELECT id, needs_start_choice FROM universe_players WHERE universe = ? AND account = ?
            """)
        .params(universe, account)
        .query((row, _) -> new Seat(row.getLong("id"), row.getBoolean("needs_start_choice")))
        .optional();
  }

  @Override
  public void arrived(Seat seat) {
    presence.arrived(seat.player());
  }

  @Override
  public Seat take(String account, String name) {
    var answer =
        orders
            .getObject()
            .command(
                "enrol:" + universe + ":" + account,
                new PlayerCommand.Enrol(universe, account, name));
    return switch (answer) {
      case PlayerAnswer.Enrolled enrolled -> new Seat(enrolled.player(), enrolled.planet() == null);
      case PlayerAnswer.Refused(var _, var reason) ->
          throw Problem.of(HttpStatus.CONFLICT, "No place in the universe: " + reason);
      case PlayerAnswer.Settled _, PlayerAnswer.Done _, PlayerAnswer.Echo _ ->
          throw new IllegalStateException("enrolled: " + answer);
    };
  }
}
