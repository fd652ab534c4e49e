package dev.overwinter.nodes.web;

import dev.overwinter.api.ApiConfig;
import dev.overwinter.api.Problem;
import dev.overwinter.api.Secrets;
import dev.overwinter.api.auth.NodeKeys;
import dev.overwinter.nodes.NodeSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/// Makes a machine that shows an invitation a node. The invitation is used up together with the
/// name, in one transaction. When the answer is lost, the same machine may ask again with the same
/// token and name, until it has used what it was given or the token ends.
@Component
class NodeMembers {
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm 'UTC'").withZone(ZoneOffset.UTC);

  private final JdbcClient sql;
  private final TransactionOperations transaction;
  private final JoinTokens tokens;
  private final NodeKeys keys;
  private final NodeOrders orders;
  private final Secrets secrets;
  private final ApiConfig config;

  NodeMembers(
      JdbcClient sql,
      TransactionOperations transaction,
      JoinTokens tokens,
      NodeKeys keys,
      NodeOrders orders,
      Secrets secrets,
      ApiConfig config) {
    this.sql = sql;
    this.transaction = transaction;
    this.tokens = tokens;
    this.keys = keys;
    this.orders = orders;
    this.secrets = secrets;
    this.config = config;
  }

  JoinTokens.Made invite(String by, Duration life) {
    return tokens.make(by, life);
  }

  /// @throws Problem 403 for no token of ours, 410 for one that was used or has ended, 409 for a
  ///   name that is taken
  NodeJson.Welcome join(NodeRequests.Join request) {
    var node = request.name();
    var given = transaction.execute(_ -> take(request));
    if (given == null) {
      throw new IllegalStateException("no answer of the transaction");
    }
    var region = request.region() == null ? "" : request.region();
    Set<String> tags = request.tags() == null ? Set.of() : request.tags();
    var usual = NodeSettings.USUAL;
    orders.start(
        node,
        new NodeSettings(region, tags, usual.memoryPercent(), usual.cpuPercent()),
        config.nodes().grace());
    return new NodeJson.Welcome(
        node,
        config.nodes().temporalTarget(),
        config.temporalNamespace(),
        given.proxy(),
        given.telemetry(),
        config.nodes().installation(),
        secrets.sealKey(config.sealKeyFile()),
        config.nodes().publicUrl());
  }

  private NodeKeys.Pair take(NodeRequests.Join request) {
    var node = request.name();
    var token =
        tokens
            .lock(request.token())
            .orElseThrow(() ->
                refused(
                    HttpStatus.FORBIDDEN, "there is no such token: make one on the page Nodes"));
    if (token.expires().isBefore(Instant.now())) {
      throw refused(
          HttpStatus.GONE,
          "this token ended at " + CLOCK.format(token.expires()) + ": make another");
    }
    var used = token.used();
    if (used != null && !(node.equals(token.node()) && waits(node))) {
      throw refused(
          HttpStatus.GONE, "this token was used at " + CLOCK.format(used) + ": make another");
    }
    if (used == null) {
      enter(request);
      tokens.use(request.token(), node);
    }
    return keys.renew(node);
  }

  private void enter(NodeRequests.Join request) {
    var node = request.name();
    var host = request.facts() == null ? null : request.facts().host();
    // A name is never used twice: the old machine may still listen for orders to it.
    int entered =
        sql.sql(
                """
                INSERT INTO node_members (node, host, joined_at)
                SELECT :node, :host, now()
                 WHERE NOT EXISTS (SELECT 1 FROM nodes WHERE id = :node)
                ON CONFLICT DO NOTHING
                """)
            .param("node", node)
            .param("host", host == null ? "" : host)
            .update();
    if (entered == 0) {
      throw refused(
          HttpStatus.CONFLICT,
          "there is a node "
              + node
              + " already: choose another name (--name); the token is still"
              + " good");
    }
  }

  /// Whether a node has never used what it was given.
  private boolean waits(String node) {
    return !sql.sql("SELECT 1 FROM node_members WHERE node = ? AND seen_at IS NULL")
        .param(node)
        .query(Integer.class)
        .list()
        .isEmpty();
  }

  /// What a node was given is worth nothing from now on.
  void expel(String node) {
    sql.sql("DELETE FROM node_members WHERE node = ?").param(node).update();
  }

  private static Problem refused(HttpStatus status, String detail) {
    return Problem.of(status, detail).code("JOIN_REFUSED");
  }
}
