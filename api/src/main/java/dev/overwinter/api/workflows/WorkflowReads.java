package dev.overwinter.api.workflows;

import dev.overwinter.durable.WorkflowIds;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The workflows that run, as they have written last: works while Temporal is away.
@Component
class WorkflowReads {
  static final int MOST = 100;

  private final JdbcClient sql;
  private final TemporalUi ui;

  WorkflowReads(JdbcClient sql, TemporalUi ui) {
    this.sql = sql;
    this.ui = ui;
  }

  /// One that runs.
  ///
  /// @param workflow its id and where the UI shows it
  /// @param about what it keeps, for people
  /// @param path of the page about that
  /// @param css class of its state
  /// @param state as it was written
  /// @param since since when
  record Running(
      TemporalUi.Workflow workflow,
      String about,
      String path,
      String css,
      String state,
      Instant since) {}

  /// One of each server, the newest news first.
  List<Running> servers(String wanted) {
    return list(
        """
        SELECT id, name || ' · ' || owner AS about, state, state_since AS since
          FROM servers WHERE state <> 'DELETED'
        """,
        wanted,
        WorkflowIds::server,
        id -> "/servers/" + id);
  }

  /// One of each node.
  List<Running> nodes(String wanted) {
    return list(
        """
        SELECT id, 'node ' || id AS about, state, state_since AS since
          FROM nodes WHERE state <> 'RETIRED'
        """,
        wanted,
        WorkflowIds::node,
        _ -> "/nodes");
  }

  /// One of each account that has used anything.
  List<Running> accounts(String wanted) {
    return list(
        """
        SELECT id, 'account ' || id AS about, standing AS state, updated_at AS since
          FROM billing_accounts
        """,
        wanted,
        WorkflowIds::account,
        id -> "/billing?account=" + URLEncoder.encode(id, StandardCharsets.UTF_8));
  }

  private List<Running> list(
      String rows, String wanted, UnaryOperator<String> workflow, UnaryOperator<String> path) {
    return sql.sql(
            "SELECT * FROM ("
                + rows
                + ") r WHERE position(lower(:wanted) IN lower(id || ' ' || about || ' ' || state))"
                + " > 0"
                + " ORDER BY since DESC, id LIMIT "
                + (MOST + 1))
        .param("wanted", wanted)
        .query((row, _) -> {
          var id = row.getString("id");
          var state = row.getString("state");
          return new Running(
              ui.of(workflow.apply(id)),
              row.getString("about"),
              path.apply(id),
              css(state),
              state.toLowerCase(Locale.ROOT),
              row.getObject("since", OffsetDateTime.class).toInstant());
        })
        .list();
  }

  /// An account's standing has no colour of its own.
  private static String css(String state) {
    return switch (state) {
      case "FUNDED" -> "awake";
      case "EMPTY" -> "failed";
      default -> state.toLowerCase(Locale.ROOT);
    };
  }
}
