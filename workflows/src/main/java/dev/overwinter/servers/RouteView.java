package dev.overwinter.servers;

import dev.overwinter.catalogue.GameProtocol;
import dev.overwinter.catalogue.JoinRule;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a proxy has to know about one server; the api serves it, the proxy keeps it on disk.
///
/// @param id the server
/// @param name what people read
/// @param game catalogue entry, a metrics label
/// @param protocol how its players speak
/// @param port public port to listen on
/// @param state label of the state, for example `ASLEEP`
/// @param reason one line for people beside the state
/// @param endpoint where the game is reached while AWAKE; null otherwise
/// @param holdSeconds how long a joiner is held
/// @param kickMessage what a joiner reads after that; `%s` stands for seconds
/// @param allowed player names that may wake it; empty means everybody
/// @param motd what the server list shows while it sleeps
/// @param estimateSeconds how long a start took last time; 0 when unknown
/// @param maxPlayers what the server list shows as the limit while it sleeps
/// @param proxyProtocol whether each connection to the game begins with a PROXY protocol v2 header;
///   false when an older api does not say
/// @param doors all its ports, the first being `port` with `protocol`; that one alone when an older
///   api does not say
/// @param silentAsleep whether queries find nobody while it sleeps
/// @param node the Docker host whose proxy listens for it
public record RouteView(
    String id,
    String name,
    String game,
    GameProtocol protocol,
    int port,
    String state,
    String reason,
    @Nullable Endpoint endpoint,
    int holdSeconds,
    String kickMessage,
    List<String> allowed,
    String motd,
    int estimateSeconds,
    int maxPlayers,
    boolean proxyProtocol,
    List<RouteDoor> doors,
    boolean silentAsleep,
    String node) {
  public RouteView(
      String id,
      String name,
      String game,
      GameProtocol protocol,
      int port,
      String state,
      String reason,
      @Nullable Endpoint endpoint,
      int holdSeconds,
      String kickMessage,
      List<String> allowed,
      String motd,
      int estimateSeconds,
      int maxPlayers,
      boolean proxyProtocol,
      @Nullable List<RouteDoor> doors,
      boolean silentAsleep,
      @Nullable String node) {
    this.id = Objects.requireNonNull(id, "id");
    this.name = Objects.requireNonNull(name, "name");
    this.game = Objects.requireNonNull(game, "game");
    this.protocol = Objects.requireNonNull(protocol, "protocol");
    this.port = port;
    this.state = Objects.requireNonNull(state, "state");
    this.reason = Objects.requireNonNull(reason, "reason");
    this.endpoint = endpoint;
    this.holdSeconds = holdSeconds;
    this.kickMessage = Objects.requireNonNull(kickMessage, "kickMessage");
    this.allowed = List.copyOf(allowed);
    this.motd = Objects.requireNonNull(motd, "motd");
    this.estimateSeconds = estimateSeconds;
    this.maxPlayers = maxPlayers;
    this.proxyProtocol = proxyProtocol;
    this.doors = doors == null ? List.of(only(protocol, port, endpoint)) : List.copyOf(doors);
    this.silentAsleep = silentAsleep;
    this.node = node == null ? "" : node;
  }

  /// A server with one port.
  public RouteView(
      String id,
      String name,
      String game,
      GameProtocol protocol,
      int port,
      String state,
      String reason,
      @Nullable Endpoint endpoint,
      int holdSeconds,
      String kickMessage,
      List<String> allowed,
      String motd,
      int estimateSeconds,
      int maxPlayers,
      boolean proxyProtocol) {
    this(
        id,
        name,
        game,
        protocol,
        port,
        state,
        reason,
        endpoint,
        holdSeconds,
        kickMessage,
        allowed,
        motd,
        estimateSeconds,
        maxPlayers,
        proxyProtocol,
        null,
        false,
        null);
  }

  private static RouteDoor only(GameProtocol protocol, int port, @Nullable Endpoint endpoint) {
    var inside = endpoint == null ? port : endpoint.port();
    return new RouteDoor("game", protocol, port, inside, JoinRule.ANYTHING);
  }
}
