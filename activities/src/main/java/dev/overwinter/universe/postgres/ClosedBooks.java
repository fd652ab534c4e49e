package dev.overwinter.universe.postgres;

import dev.overwinter.universe.Posting;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Table `universe_books`: whatever has books of its own is deleted here and nowhere else, and its
/// books are kept by the same statement or transaction. Its rows are locked after those of players,
/// planets and fleets.
final class ClosedBooks {
  private static final String KEEP =
      """
      insert into universe_books (universe, holder, kind, metal, crystal, deuterium)
      select :universe, :holder, kind, coalesce(sum(metal), 0), coalesce(sum(crystal), 0),
        coalesce(sum(deuterium), 0)
      from postings group by kind order by kind
      on conflict (universe, holder, kind) do update set
        metal = universe_books.metal + excluded.metal,
        crystal = universe_books.crystal + excluded.crystal,
        deuterium = universe_books.deuterium + excluded.deuterium
      """;

  /// Of books as they are kept in rows: `{"PRODUCED": {"metal": 1, ...}, ...}`.
  private static final String POSTINGS =
      """
      postings as (select kind, (amount ->> 'metal')::numeric as metal,
          (amount ->> 'crystal')::numeric as crystal,
          (amount ->> 'deuterium')::numeric as deuterium
        from gone, jsonb_each(gone.books) as posting (kind, amount))
      """;

  private ClosedBooks() {}

  /// Closes the books of a planet or moon whose row is deleted: its stock is lost. Belongs into the
  /// transaction that deletes it, after everything else has been locked.
  static void planet(JdbcClient sql, String universe, PlanetRow row) {
    var stock = row.state().stock();
    var books = row.books().and(List.of(new Posting(Posting.Kind.LOST, stock)));
    sql.sql("with gone as (select :books::jsonb as books), " + POSTINGS + KEEP)
        .param("books", books.json())
        .param("universe", universe)
        .param("holder", "PLANET")
        .update();
  }

  /// Deletes fleets that fly no more since before a moment.
  ///
  /// @return how many
  static long fleets(JdbcClient sql, String universe, Instant before) {
    return delete(
        sql,
        """
        with gone as (delete from universe_fleets where universe = :universe and due_at is null
            and coalesce(returns_at, arrives_at) < :before returning books),
        """
            + POSTINGS,
        "FLEET",
        universe,
        before);
  }

  /// Deletes offers that are not open since before a moment.
  ///
  /// @return how many
  static long offers(JdbcClient sql, String universe, Instant before) {
    return delete(
        sql,
        """
        with gone as (delete from universe_offers where universe = :universe and status <> 'open'
            and coalesce(accepted_at, expires_at, created_at) < :before
            returning fee, requested_resource),
        postings as (select 'FEE' as kind,
            case requested_resource when 'metal' then fee::numeric end as metal,
            case requested_resource when 'crystal' then fee::numeric end as crystal,
            case requested_resource when 'deuterium' then fee::numeric end as deuterium
          from gone where fee > 0)
        """,
        "OFFER",
        universe,
        before);
  }

  private static long delete(
      JdbcClient sql, String gone, String holder, String universe, Instant before) {
    return sql.sql(gone + ", kept as (" + KEEP + ") select count(*) from gone")
        .param("universe", universe)
        .param("holder", holder)
        .param("before", Timestamp.from(before))
        .query(Long.class)
        .single();
  }
}
