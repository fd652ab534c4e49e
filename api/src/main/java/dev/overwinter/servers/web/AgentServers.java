package dev.overwinter.servers.web;

import dev.overwinter.api.Problem;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.api.auth.AgentDoor;
import dev.overwinter.catalogue.GameTemplate;
import dev.overwinter.catalogue.web.Catalogue;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Which of our servers the older agent's callers mean: they say a number of their own, which may
/// come again after its server is gone, or our id.
@Component
class AgentServers {
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}");

  private final Catalogue catalogue;
  private final ServerCreation creation;
  private final ServerReads reads;
  private final JdbcClient sql;

  AgentServers(Catalogue catalogue, ServerCreation creation, ServerReads reads, JdbcClient sql) {
    this.catalogue = catalogue;
    this.creation = creation;
    this.reads = reads;
    this.sql = sql;
  }

  ServerRow deploy(Actor actor, AgentController.Deploy body) {
    var before = ours(body.serverId());
    var alive = before.flatMap(reads::find);
    if (alive.isPresent()) {
      return alive.get();
    }
    // The same request at the same time, or again after a crash, makes one server.
    var key = "agent/" + body.serverId() + "/" + before.orElse("first");
    var id = creation.create(actor, request(body), key);
    sql.sql(
            """
            INSERT INTO agent_servers (agent_id, server_id) VALUES (:agent, :server)
            ON CONFLICT (agent_id) DO UPDATE SET server_id = excluded.server_id
            """)
        .param("agent", body.serverId())
        .param("server", id)
        .update();
    return reads.find(id).orElseThrow(Problem::serverNotFound);
  }

  /// A server by the caller's number or our id. A container that is named beside it has to be its
  /// own; it is never looked for.
  Optional<ServerRow> find(String id, String container) {
    var known = NUMBER.matcher(id).matches() ? ours(Long.parseLong(id)) : Optional.of(id);
    return known
        .filter(ours -> container.isEmpty() || container.equals("ow-" + ours))
        .flatMap(reads::find)
        // The older backend orders about what it has deployed, and about nobody else's.
        .filter(row -> AgentDoor.NAME.equals(row.spec().owner()));
  }

  private Optional<String> ours(long agentId) {
    return sql.sql("SELECT server_id FROM agent_servers WHERE agent_id = ?")
        .param(agentId)
        .query(String.class)
        .optional();
  }

  private ServerRequests.Create request(AgentController.Deploy body) {
    var game =
        game(body.gameImage())
            .orElseThrow(() ->
                Problem.of(
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        "game_image: not in the catalogue (expected: an image or id of GET"
                            + " /api/games)")
                    .code("IMAGE_REFUSED"));
    return new ServerRequests.Create(
        body.friendlyName(),
        game.id(),
        null,
        null,
        body.envVars(),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /// By its id, by its very image, or by the repository alone: the catalogue pins the version.
  private Optional<GameTemplate> game(String image) {
    return catalogue
        .game(image)
        .or(() ->
            catalogue.games().stream()
                .filter(game ->
                    game.image().equals(image) || repository(game).equals(repository(image)))
                .findFirst());
  }

  private static String repository(GameTemplate game) {
    return repository(game.image());
  }

  private static String repository(String image) {
    int at = image.indexOf('@');
    var named = at < 0 ? image : image.substring(0, at);
    int colon = named.lastIndexOf(':');
    return colon > named.lastIndexOf('/') ? named.substring(0, colon) : named;
  }
}
