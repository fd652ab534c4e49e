package dev.overwinter.universe.postgres;

import dev.overwinter.universe.Posting;
import dev.overwinter.universe.planet.PlanetMove;
import dev.overwinter.universe.planet.PlanetState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A row of `universe_planets`, locked. Confined to its transaction.
final class PlanetRow {
  final long id;
  final long player;
  final @Nullable Instant wasDueAt;
  final long version;
  private PlanetState state;
  private Books books;
  private boolean changed;

  private PlanetRow(ResultSet row) throws SQLException {
    id = row.getLong("id");
    player = row.getLong("player");
    wasDueAt = Rows.instant(row, "due_at");
    version = row.getLong("version");
    state = UniverseJson.read(row.getString("state"), PlanetState.class);
    books = Books.read(row.getString("books"));
  }

  static PlanetRow of(ResultSet row, int number) throws SQLException {
    return new PlanetRow(row);
  }

  PlanetState state() {
    return state;
  }

  Books books() {
    return books;
  }

  boolean changed() {
    return changed;
  }

  /// Becomes something else, for the reasons that postings give.
  void become(PlanetState next, Collection<Posting> postings) {
    changed |= !next.equals(state);
    state = next;
    books = books.and(postings);
  }

  void become(PlanetMove move) {
    become(move.next(), move.postings());
  }

  /// The same with other stock, for one reason.
  void post(Posting posting) {
    become(state.withStock(state.stock().plus(posting.change())), List.of(posting));
  }
}
