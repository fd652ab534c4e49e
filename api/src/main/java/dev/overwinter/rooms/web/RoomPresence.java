package dev.overwinter.rooms.web;

import dev.overwinter.api.Secrets;
import dev.overwinter.rooms.MemberId;
import dev.overwinter.rooms.RoomId;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/// Who has sockets where, counted for each process. All that a process has told holds for as long
/// as its lease, which it renews with one statement, however many sockets there are; what is left
/// of one that died is taken away by whichever process looks next, at most 30 s later. When the
/// last socket went is remembered for a while, for [RoomHosts].
@Component
class RoomPresence {
  private static final Logger LOG = LoggerFactory.getLogger(RoomPresence.class);

  private final String process = Secrets.random();
  private final JdbcClient sql;
  private final Map<Place, Integer> here = new ConcurrentHashMap<>();

  /// Places of which the tables may not say what holds.
  private final Set<Place> unsure = ConcurrentHashMap.newKeySet();

  private volatile boolean leased;

  RoomPresence(JdbcClient sql) {
    this.sql = sql;
  }

  private record Place(String room, String member) {}

  /// Who is in a room.
  ///
  /// @param elsewhere whether anybody is at another process
  record There(SortedSet<MemberId> online, boolean elsewhere) {
    There {
      online = Collections.unmodifiableSortedSet(new TreeSet<>(online));
    }
  }

  /// What this process is called among the others.
  String process() {
    return process;
  }

  /// One socket more of a member. The room's listeners hear of it.
  void came(RoomId room, MemberId member) {
    write(new Place(room.text(), member.text()), 1);
  }

  /// One less.
  void went(RoomId room, MemberId member) {
    write(new Place(room.text(), member.text()), -1);
  }

  private void write(Place place, int more) {
    // Under the map's lock for one place: of two at once the table keeps the latter's count.
    here.compute(
        place,
        (_, before) -> {
          int now = Math.max(0, (before == null ? 0 : before) + more);
          try {
            if (!leased) {
              var _ = renew();
            }
            if (before == null || now == 0) {
              tell(place, now);
            } else {
              keep(place, now);
            }
          } catch (DataAccessException | TransactionException e) {
            unsure.add(place);
            LOG.debug("presence is told with the next lease: {}", e.toString());
          }
          return now == 0 ? null : now;
        });
  }

  private void keep(Place place, int sockets) {
    sql.sql(
            """
            INSERT INTO room_presence VALUES (?, ?, ?, ?)
            ON CONFLICT (room, member, process) DO UPDATE SET sockets = EXCLUDED.sockets
            """)
        .params(place.room(), place.member(), process, sockets)
        .update();
  }

  private void tell(Place place, int sockets) {
    if (sockets == 0) {
      sql.sql(
              """
              WITH gone AS (DELETE FROM room_presence
                             WHERE room = ? AND member = ? AND process = ? RETURNING room, member)
              INSERT INTO room_seen SELECT room, member, now() FROM gone
              ON CONFLICT (room, member) DO UPDATE SET at = EXCLUDED.at
              """)
          .params(place.room(), place.member(), process)
          .update();
    } else {
      keep(place, sockets);
    }
    sql.sql("SELECT pg_notify('room_ephemeral', ?)")
        .param(place.room() + " presence")
        .query()
        .listOfRows();
  }

  There of(RoomId room) {
    var online = new TreeSet<MemberId>();
    var others = new boolean[1];
    sql.sql(
            """
            SELECT p.member, p.process FROM room_presence p
              JOIN api_processes a ON a.id = p.process AND a.until > now() WHERE p.room = ?
            """)
        .param(room.text())
        .query(row -> {
          online.add(new MemberId(row.getString("member")));
          others[0] |= !process.equals(row.getString("process"));
        });
    return new There(online, others[0]);
  }

  /// Renews the lease and takes away what others have left who died; their rooms hear of it.
  @Scheduled(fixedDelay = 10_000, initialDelay = 0)
  void lease() {
    try {
      if (renew()) {
        unsure.addAll(here.keySet()); // the tables were emptied, or others took us for dead
      }
      for (var place : Set.copyOf(unsure)) {
        tellAgain(place);
      }
      sql.sql(
              """
              WITH dead AS (DELETE FROM api_processes WHERE until < now() RETURNING id, until),
                   gone AS (DELETE FROM room_presence p
                             WHERE p.process IN (SELECT id FROM dead)
                                OR NOT EXISTS (SELECT 1 FROM api_processes a WHERE a.id = p.process)
                            RETURNING p.room, p.member, p.process),
                   seen AS (INSERT INTO room_seen
                              SELECT room, member, max(COALESCE(until, now())) FROM gone
                                LEFT JOIN dead ON id = process
                               GROUP BY room, member ORDER BY room, member
                            ON CONFLICT (room, member)
                              DO UPDATE SET at = GREATEST(room_seen.at, EXCLUDED.at))
              SELECT pg_notify('room_ephemeral', room || ' presence') FROM
                (SELECT DISTINCT room FROM gone) AS rooms WHERE (SELECT count(*) FROM dead) >= 0
              """)
          .query()
          .listOfRows();
      sql.sql("DELETE FROM room_seen WHERE at < now() - interval '10 minutes'").update();
    } catch (DataAccessException | TransactionException e) {
      LOG.debug("no lease while the database is away: {}", e.toString());
    }
  }

  private void tellAgain(Place place) {
    here.compute(
        place,
        (_, now) -> {
          tell(place, now == null ? 0 : now);
          unsure.remove(place);
          return now;
        });
  }

  /// A lease that lapsed is a new one: others may have taken away what was told under it.
  ///
  /// @return whether there was none any more
  private boolean renew() {
    boolean fresh =
        sql.sql(
                """
                INSERT INTO api_processes VALUES (?, now() + interval '20 seconds')
                ON CONFLICT (id) DO UPDATE SET until = EXCLUDED.until, began =
                  CASE WHEN api_processes.until < now() THEN now() ELSE api_processes.began END
                RETURNING xmax = 0 OR began = now() AS fresh
                """)
            .param(process)
            .query(Boolean.class)
            .single();
    leased = true;
    return fresh;
  }

  /// The process stops in good order.
  void leave() {
    try {
      sql.sql("UPDATE api_processes SET until = now() - interval '1 second' WHERE id = ?")
          .param(process)
          .update();
    } catch (DataAccessException | TransactionException e) {
      LOG.debug("the lease runs out by itself: {}", e.toString());
    }
  }
}
