package dev.overwinter.servers.web;

import dev.overwinter.catalogue.GameTemplate;
import dev.overwinter.servers.Hibernation;
import dev.overwinter.servers.Joining;
import dev.overwinter.servers.ServerSettings;
import dev.overwinter.servers.ServerSpec;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns what a client sent into settings, over the defaults or over what is set now.
final class Settings {
  private static final Joining JOINING =
      new Joining(
          Duration.ofMinutes(1),
          "This server is waking up. Join again in %s s.",
          List.of(),
          "Asleep. Join to wake it up.",
          false);

  private Settings() {}

  static ServerSettings of(ServerRequests.Create body, GameTemplate game) {
    var name = body.friendlyName().strip();
    var joining =
        new Joining(
            JOINING.holdFor(),
            JOINING.kickMessage(),
            JOINING.allowed(),
            JOINING.motd(),
            game.proxyProtocol());
    var idle = game.idle();
    var hibernation = new Hibernation(true, idle.idle(), idle.minimumAwake());
    return over(new ServerSettings(name, hibernation, joining), body.settings());
  }

  static ServerSettings of(ServerSpec now, ServerRequests.Change body) {
    return over(new ServerSettings(now.name(), now.hibernation(), now.joining()), body);
  }

  private static ServerSettings over(ServerSettings now, ServerRequests.Change body) {
    var sleep = now.hibernation();
    var join = now.joining();
    return new ServerSettings(
        or(body.friendlyName(), now.name()).strip(),
        new Hibernation(
            or(body.autoSleep(), sleep.automatic()),
            idle(body, sleep.idleBeforeSleep()),
            seconds(body.minimumAwakeSeconds(), sleep.minimumAwake())),
        new Joining(
            seconds(body.holdSeconds(), join.holdFor()),
            or(body.kickMessage(), join.kickMessage()),
            or(body.allowedPlayers(), join.allowed()),
            or(body.motd(), join.motd()),
            or(body.proxyProtocol(), join.proxyProtocol())));
  }

  private static Duration idle(ServerRequests.Change body, Duration now) {
    var minutes = body.idleMinutes() == null ? now : Duration.ofMinutes(body.idleMinutes());
    return seconds(body.idleSeconds(), minutes);
  }

  private static Duration seconds(@Nullable Integer given, Duration otherwise) {
    return given == null ? otherwise : Duration.ofSeconds(given);
  }

  private static <T> T or(@Nullable T given, T otherwise) {
    return given == null ? otherwise : given;
  }
}
