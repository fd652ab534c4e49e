package dev.overwinter.proxy;

import dev.overwinter.catalogue.GameProtocol;
import dev.overwinter.catalogue.JoinRule;
import dev.overwinter.servers.Endpoint;
import dev.overwinter.servers.RouteDoor;
import dev.overwinter.servers.RouteView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Routes for tests.
public final class Views {
  /// The server of most tests.
  public static final String ID = "7f3k";

  /// Why it is in its state: for its owner, and never to be seen by a client.
  public static final String REASON = "exit code 1: password=hunter2";

  private Views() {}

  /// A Minecraft server that sleeps.
  public static RouteView asleep(int port) {
    return view(GameProtocol.MINECRAFT_JAVA, port, "ASLEEP", null);
  }

  /// A Minecraft server that is awake.
  public static RouteView awake(int port, Endpoint at) {
    return view(GameProtocol.MINECRAFT_JAVA, port, "AWAKE", at);
  }

  /// A game that is not understood.
  public static RouteView raw(int port, String state, @Nullable Endpoint at) {
    return view(GameProtocol.RAW_TCP, port, state, at);
  }

  /// Any route.
  public static RouteView view(
      GameProtocol protocol, int port, String state, @Nullable Endpoint at) {
    return new RouteView(
        ID,
        "Winter",
        "lobby",
        protocol,
        port,
        state,
        REASON,
        at,
        30,
        "Waking up, try again in %s s",
        List.of(),
        "Zzz",
        12,
        20,
        false);
  }

  /// The same with another hold time.
  public static RouteView holding(RouteView v, int seconds) {
    return new RouteView(
        v.id(),
        v.name(),
        v.game(),
        v.protocol(),
        v.port(),
        v.state(),
        v.reason(),
        v.endpoint(),
        seconds,
        v.kickMessage(),
        v.allowed(),
        v.motd(),
        v.estimateSeconds(),
        v.maxPlayers(),
        v.proxyProtocol());
  }

  /// The same with more or fewer seats.
  public static RouteView seats(RouteView v, int seats) {
    return new RouteView(
        v.id(),
        v.name(),
        v.game(),
        v.protocol(),
        v.port(),
        v.state(),
        v.reason(),
        v.endpoint(),
        v.holdSeconds(),
        v.kickMessage(),
        v.allowed(),
        v.motd(),
        v.estimateSeconds(),
        seats,
        v.proxyProtocol());
  }

  /// The same with a list of who may wake it.
  public static RouteView allowing(RouteView v, String... names) {
    return new RouteView(
        v.id(),
        v.name(),
        v.game(),
        v.protocol(),
        v.port(),
        v.state(),
        v.reason(),
        v.endpoint(),
        v.holdSeconds(),
        v.kickMessage(),
        List.of(names),
        v.motd(),
        v.estimateSeconds(),
        v.maxPlayers(),
        v.proxyProtocol());
  }

  /// The same under another id.
  public static RouteView id(RouteView v, String id) {
    return new RouteView(
        id,
        v.name(),
        v.game(),
        v.protocol(),
        v.port(),
        v.state(),
        v.reason(),
        v.endpoint(),
        v.holdSeconds(),
        v.kickMessage(),
        v.allowed(),
        v.motd(),
        v.estimateSeconds(),
        v.maxPlayers(),
        v.proxyProtocol());
  }

  /// The same with a game that expects a PROXY protocol header.
  public static RouteView introduced(RouteView v) {
    return new RouteView(
        v.id(),
        v.name(),
        v.game(),
        v.protocol(),
        v.port(),
        v.state(),
        v.reason(),
        v.endpoint(),
        v.holdSeconds(),
        v.kickMessage(),
        v.allowed(),
        v.motd(),
        v.estimateSeconds(),
        v.maxPlayers(),
        true);
  }

  /// A server whose doors are these; the first is the primary one.
  public static RouteView doors(String state, @Nullable Endpoint at, RouteDoor... doors) {
    var v = view(doors[0].protocol(), doors[0].outside(), state, at);
    return with(v, List.of(doors), false);
  }

  /// A door of a game that says itself what a join is.
  public static RouteDoor door(GameProtocol protocol, int outside, int inside) {
    return new RouteDoor("p" + outside, protocol, outside, inside, JoinRule.ANYTHING);
  }

  /// The same server, which nobody hears of while it sleeps.
  public static RouteView silent(RouteView v) {
    return with(v, v.doors(), true);
  }

  private static RouteView with(RouteView v, List<RouteDoor> doors, boolean silent) {
    return new RouteView(
        v.id(),
        v.name(),
        v.game(),
        v.protocol(),
        v.port(),
        v.state(),
        v.reason(),
        v.endpoint(),
        v.holdSeconds(),
        v.kickMessage(),
        v.allowed(),
        v.motd(),
        v.estimateSeconds(),
        v.maxPlayers(),
        v.proxyProtocol(),
        doors,
        silent,
        v.node());
  }
}
