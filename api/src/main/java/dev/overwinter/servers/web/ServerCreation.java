package dev.overwinter.servers.web;

import dev.overwinter.api.ApiConfig;
import dev.overwinter.api.Problem;
import dev.overwinter.api.Secrets;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.api.auth.Quota;
import dev.overwinter.catalogue.GameTemplate;
import dev.overwinter.catalogue.web.Catalogue;
import dev.overwinter.nodes.Wish;
import dev.overwinter.servers.CreateOutcome;
import dev.overwinter.servers.RecoverRequest;
import dev.overwinter.servers.ServerSpec;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Creates servers. The request is kept first, then its workflow is started: a client that repeats
/// a request with the same Idempotency-Key, after whatever crash, gets the same server.
@Component
class ServerCreation {
  /// Where everything is while no node has made itself known.
  private static final String FIRST_NODE = "local";

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final char[] LETTERS = "abcdefghjkmnpqrstuvwxyz23456789".toCharArray();

  private final Catalogue catalogue;
  private final ServerReads reads;
  private final ServerOrders orders;
  private final Wishes wishes;
  private final Secrets secrets;
  private final Quota quota;
  private final Purses purses;
  private final JdbcClient sql;
  private final ApiConfig config;

  ServerCreation(
      Catalogue catalogue,
      ServerReads reads,
      ServerOrders orders,
      Wishes wishes,
      Secrets secrets,
      Quota quota,
      Purses purses,
      JdbcClient sql,
      ApiConfig config) {
    this.catalogue = catalogue;
    this.reads = reads;
    this.orders = orders;
    this.wishes = wishes;
    this.secrets = secrets;
    this.quota = quota;
    this.purses = purses;
    this.sql = sql;
    this.config = config;
  }

  /// Makes a server and waits up to 20 s for it.
  ///
  /// @param key the Idempotency-Key; null when the client sent none
  /// @return its id; it may still be CREATING
  /// @throws Problem when there is no such game or node, a setting of the game is wrong, its owner
  ///   has no credits or no room in their plan, there is no room for it, or a step has failed
  String create(Actor actor, ServerRequests.Create body, @Nullable String key) {
    var game =
        catalogue
            .game(body.gameImageId())
            .orElseThrow(() -> Problem.of(HttpStatus.NOT_FOUND, "Game image not found"));
    var wrong = Wishes.problems(game, body.envVars());
    if (!wrong.isEmpty()) {
      throw Problem.invalid(wrong).code("INVALID_SETTINGS");
    }
    if (!known(actor.name(), key)) {
      purses.mayMake(actor.name());
    }
    var spec = keep(actor, key, body, spec(actor, body, game));
    orders.start(spec);
    started(spec.id());
    orders.created(spec.id()).ifPresent(outcome -> refuse(spec.id(), outcome));
    return spec.id();
  }

  /// Makes a server of a kept world and waits up to 20 s for it, with the checks of any other.
  ///
  /// @param backup which of its backups; empty for the newest
  /// @return its id; it may still be CREATING
  /// @throws Problem as [#create], and when the world is being recovered or removed already
  String recover(Actor actor, KeptWorlds.Kept kept, String backup, String by) {
    var owner = kept.spec().owner();
    // No client's key has a space in it.
    var key = "recovered " + kept.spec().id() + " " + kept.attempts();
    var known = known(owner, key);
    if (!known) {
      purses.mayMake(owner);
    }
    var id = newId();
    var node = kept.spec().node();
    var wanted =
        kept.spec()
            .recovered(
                id,
                wishes.resealed(kept.spec().template(), kept.spec().id(), id),
                node.isEmpty() || reads.isNode(node) ? node : "");
    var memory = wanted.template().resources().memoryBytes();
    quota.keep(actor, known, memory, () -> insert(owner, key, "", wanted));
    var spec = first(owner, key, "");
    var _ = ServerDesk.done(orders.recover(kept.spec().id(), new RecoverRequest(spec, backup, by)));
    started(spec.id());
    orders.created(spec.id()).ifPresent(outcome -> refuse(spec.id(), outcome));
    return spec.id();
  }

  private void started(String id) {
    sql.sql("UPDATE server_requests SET started_at = coalesce(started_at, now()) WHERE id = :id")
        .param("id", id)
        .update();
  }

  private ServerSpec spec(Actor actor, ServerRequests.Create body, GameTemplate game) {
    var settings = Settings.of(body, game);
    var id = newId();
    return new ServerSpec(
        id,
        settings.name(),
        actor.name(),
        wishes.choose(game, id, body.envVars()),
        node(text(body.node())),
        body.publicPort() == null ? 0 : body.publicPort(),
        settings.hibernation(),
        settings.joining(),
        new Wish("", text(body.region()), body.tags() == null ? Set.of() : body.tags()),
        config.backups().every());
  }

  /// The node that was asked for; otherwise none, so that it is chosen with the reservation.
  private String node(String wanted) {
    if (!wanted.isEmpty() && !reads.isNode(wanted)) {
      throw Problem.invalid(Map.of("node", "unknown (expected: a node of GET /api/nodes)"));
    }
    return wanted.isEmpty() && !reads.hasNodes() ? FIRST_NODE : wanted;
  }

  private static String text(@Nullable String given) {
    return given == null ? "" : given;
  }

  private ServerSpec keep(
      Actor actor, @Nullable String key, ServerRequests.Create body, ServerSpec spec) {
    // Keyed: a password among the settings must not be guessed from what is kept.
    var hash = secrets.fingerprint(body.toString());
    var memory = spec.template().resources().memoryBytes();
    quota.keep(
        actor, known(actor.name(), key), memory, () -> insert(actor.name(), key, hash, spec));
    return key == null ? spec : first(actor.name(), key, hash);
  }

  private boolean known(String owner, @Nullable String key) {
    return key != null
        && !sql.sql("SELECT 1 FROM server_requests WHERE owner = ? AND idempotency_key = ?")
            .params(owner, key)
            .query()
            .listOfRows()
            .isEmpty();
  }

  private void insert(String owner, @Nullable String key, String hash, ServerSpec spec) {
    sql.sql(
            """
            INSERT INTO server_requests
                   (id, owner, idempotency_key, body_hash, spec, requested_at)
            VALUES (:id, :owner, :key, :hash, cast(:spec AS jsonb), now())
            ON CONFLICT (owner, idempotency_key) DO NOTHING
            """)
        .param("id", spec.id())
        .param("owner", owner)
        .param("key", key)
        .param("hash", hash)
        .param("spec", ServerRowMapper.json(spec))
        .update();
  }

  /// What was asked for when this key was first used.
  private ServerSpec first(String owner, String key, String hash) {
    return sql.sql(
            """
            SELECT body_hash, spec FROM server_requests
             WHERE owner = :owner AND idempotency_key = :key
            """)
        .param("owner", owner)
        .param("key", key)
        .query((row, _) -> {
          if (!hash.equals(row.getString("body_hash"))) {
            throw Problem.of(
                HttpStatus.UNPROCESSABLE_CONTENT,
                "This Idempotency-Key was used with another body (expected: the same body, or"
                    + " a new key)");
          }
          return ServerRowMapper.spec(row.getString("spec"));
        })
        .single();
  }

  private static void refuse(String id, CreateOutcome outcome) {
    switch (outcome) {
      case CreateOutcome.Created _ -> {}
      case CreateOutcome.Refused(var reason) ->
          throw Problem.of(HttpStatus.CONFLICT, reason).code("REFUSED");
      case CreateOutcome.Failed(var reason) -> {
        var problem =
            Problem.of(HttpStatus.BAD_GATEWAY, "Failed to deploy server: " + reason).code("FAILED");
        problem.getBody().setProperty("server_id", id);
        throw problem;
      }
    }
  }

  private static String newId() {
    var id = new StringBuilder(8);
    for (int i = 0; i < 8; i++) {
      id.append(LETTERS[RANDOM.nextInt(LETTERS.length)]);
    }
    return id.toString();
  }
}
