package dev.overwinter.api.auth;

import dev.overwinter.api.ApiConfig;
import dev.overwinter.api.Plan;
import dev.overwinter.api.PlansConfig;
import dev.overwinter.api.Problem;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Holds accounts to their plans; admins have as much as they like, and guests no server: who came
/// by a member's invitation alone would else get round the operator's rule of who may come.
///
/// A player who joins wakes a server without asking here: plans bound what is ordered.
@Component
public class Quota {
  private final JdbcClient sql;
  private final TransactionTemplate transactions;
  private final PlansConfig plans;

  Quota(JdbcClient sql, TransactionTemplate transactions, ApiConfig config) {
    this.sql = sql;
    this.transactions = transactions;
    this.plans = config.plans();
  }

  /// What an account has of what its plan allows.
  ///
  /// @param plan what it allows
  /// @param bound whether that binds it: admins are not bound
  /// @param guest whether it may have no servers of its own at all
  /// @param servers how many it has, those too that are being made
  /// @param awake how many of them are awake or waking
  public record Standing(Plan plan, boolean bound, boolean guest, int servers, int awake) {}

  /// How an account stands; empty for owners that are no account, such as the older node agent.
  public Optional<Standing> standing(String owner) {
    return standing(owner, "");
  }

  private Optional<Standing> standing(String owner, String but) {
    return sql.sql(
            """
            SELECT a.plan, a.admin, a.guest,
                   (SELECT count(*) FROM servers s
                     WHERE s.owner = a.name AND s.state <> 'DELETED')
                 + (SELECT count(*) FROM server_requests r
                     WHERE r.owner = a.name AND r.requested_at > now() - interval '1 day'
                       AND NOT EXISTS (SELECT 1 FROM servers s WHERE s.id = r.id)) AS servers,
                   (SELECT count(*) FROM servers s LEFT JOIN wake_orders w ON w.server_id = s.id
                     WHERE s.owner = a.name AND s.id <> :but AND s.state <> 'DELETED'
                       AND (s.state IN ('AWAKE', 'WAKING')
                            OR (w.at > now() - interval '10 seconds' AND w.at >= s.state_since))
                   ) AS awake
              FROM accounts a WHERE a.name = :owner
            """)
        .param("owner", owner)
        .param("but", but)
        .query((row, _) ->
            new Standing(
                plans.of(row.getString("plan")),
                !row.getBoolean("admin"),
                row.getBoolean("guest"),
                row.getInt("servers"),
                row.getInt("awake")))
        .optional();
  }

  /// Keeps a request for one more server, if there is room for it. Two at once are counted one
  /// after the other.
  ///
  /// @param repeated whether the request was kept before, so that it counts already
  /// @param memoryBytes what it would have
  /// @throws Problem 409 `QUOTA` or `QUOTA_MEMORY` when its owner's plan has no room for it
  public void keep(Actor actor, boolean repeated, long memoryBytes, Runnable keep) {
    if (actor.admin() || repeated) {
      keep.run();
      return;
    }
    transactions.executeWithoutResult(_ -> {
      lock(actor.name());
      standing(actor.name()).ifPresent(has -> check(has, memoryBytes));
      keep.run();
    });
  }

  /// One after the other: until the transaction ends.
  private void lock(String owner) {
    sql.sql("SELECT pg_advisory_xact_lock(hashtextextended(?, 4711))")
        .param(owner)
        .query()
        .listOfRows();
  }

  private static void check(Standing has, long memoryBytes) {
    var plan = has.plan();
    if (has.guest()) {
      throw refused(
          "QUOTA", "You came by an invitation, and have no servers of your own. Ask an admin.");
    }
    if (has.servers() >= plan.servers()) {
      throw refused(
          "QUOTA",
          ("You have %d of the %d servers of your plan (%s). Delete one first, or ask an admin for"
                  + " another plan.")
              .formatted(has.servers(), plan.servers(), plan.name()));
    }
    if (memoryBytes > plan.memoryBytes()) {
      throw refused(
          "QUOTA_MEMORY",
          ("A server of your plan (%s) may have %s of memory, and this game takes %d MiB. Choose"
                  + " another game, or ask an admin for another plan.")
              .formatted(plan.name(), plan.memory(), memoryBytes >> 20));
    }
  }

  /// Lets one more server of an owner be awake. Two at once are counted one after the other.
  ///
  /// @param server which; awake already, it does not count
  /// @throws Problem 409 `QUOTA_AWAKE` when there are as many as its owner's plan allows
  public void wakes(String owner, String server) {
    if (standing(owner).filter(Standing::bound).isEmpty()) {
      return;
    }
    transactions.executeWithoutResult(_ -> {
      lock(owner);
      standing(owner, server)
          .filter(has -> has.awake() >= has.plan().awake())
          .ifPresent(has -> {
            throw refused(
                "QUOTA_AWAKE",
                ("Its owner's plan (%s) has %d awake at once, and %d are. Send another to sleep"
                        + " first.")
                    .formatted(has.plan().name(), has.plan().awake(), has.awake()));
          });
      sql.sql(
              """
              INSERT INTO wake_orders (server_id) VALUES (?)
              ON CONFLICT (server_id) DO UPDATE SET at = now()
              """)
          .param(server)
          .update();
    });
  }

  /// A server that was let wake does not.
  public void staysAsleep(String server) {
    sql.sql("DELETE FROM wake_orders WHERE server_id = ?").param(server).update();
  }

  /// Whether somebody may ask for one more backup of a server.
  ///
  /// @throws Problem 409 `QUOTA_BACKUPS` when it has as many as its owner's plan allows
  public void mayBackUp(String owner, String server) {
    standing(owner)
        .filter(has -> has.bound() && asked(server) >= has.plan().backups())
        .ifPresent(has -> {
          throw refused(
              "QUOTA_BACKUPS",
              ("Its owner's plan (%s) keeps %d backups of a server that somebody asked for, and it"
                      + " has as many.")
                  .formatted(has.plan().name(), has.plan().backups()));
        });
  }

  private int asked(String server) {
    return sql.sql(
            """
            SELECT count(*) FROM server_backups
             WHERE server_id = ? AND why = 'ASKED' AND state IN ('IN_PROGRESS', 'COMPLETE')
            """)
        .param(server)
        .query(Integer.class)
        .single();
  }

  private static Problem refused(String code, String why) {
    return Problem.of(HttpStatus.CONFLICT, why).code(code);
  }
}
