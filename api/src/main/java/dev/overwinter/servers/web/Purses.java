package dev.overwinter.servers.web;

import dev.overwinter.api.Problem;
import dev.overwinter.billing.Standing;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Whether an owner's account pays, as it has said last.
@Component
class Purses {
  private final JdbcClient sql;

  Purses(JdbcClient sql) {
    this.sql = sql;
  }

  /// An account without credits makes no further server: pulling, installing and lying there cost
  /// the house. One that has never been heard of may: it is opened by its first server.
  ///
  /// @throws Problem 409 `CREDITS` when it may not
  void mayMake(String owner) {
    var empty =
        !sql.sql("SELECT 1 FROM billing_accounts WHERE id = ? AND standing = ?")
            .params(owner, Standing.EMPTY.name())
            .query()
            .listOfRows()
            .isEmpty();
    if (empty) {
      throw Problem.of(
              HttpStatus.CONFLICT, "You have no credits left. Add some, then make the server.")
          .code("CREDITS");
    }
  }
}
