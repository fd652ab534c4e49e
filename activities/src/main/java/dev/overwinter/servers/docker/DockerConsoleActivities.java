package dev.overwinter.servers.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import dev.overwinter.catalogue.Channels;
import dev.overwinter.catalogue.PlacedPort;
import dev.overwinter.servers.CommandLine;
import dev.overwinter.servers.ContainerOrder;
import dev.overwinter.servers.Endpoint;
import dev.overwinter.servers.Told;
import dev.overwinter.servers.Untold;
import dev.overwinter.servers.query.Rcon;
import dev.overwinter.servers.telemetry.LogBuffer;
import dev.overwinter.servers.workflow.ConsoleActivities;
import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says lines to the games of one Docker engine. Thread-safe; beside every other step of a server,
/// since a game can be spoken to while it is being watched or copied.
public final class DockerConsoleActivities implements ConsoleActivities {
  private static final Logger log = LoggerFactory.getLogger(DockerConsoleActivities.class);
  private static final Duration PATIENCE = Duration.ofSeconds(8);
  private static final int MOST_LINES = 100;
  private static final int LONGEST_LINE = 1_000;

  private final Containers containers;
  private final Secrets secrets;
  private final Pulses pulses;
  private final MeterRegistry meters;
  private final SaidOnce said = new SaidOnce();

  /// For one engine.
  public DockerConsoleActivities(
      Engine engine, DockerSettings settings, Pulses pulses, MeterRegistry meters) {
    containers = new Containers(engine, settings.scope());
    secrets = new Secrets(settings.sealKey());
    this.pulses = pulses;
    this.meters = meters;
  }

  @Override
  public Told send(ContainerOrder order, String line, String request) {
    try (var pulse = pulses.begin()) {
      var key = Labels.name(order) + "/" + request;
      var told = said.say(key, pulse.attempt() > 1, () -> say(order, line));
      count(order, told);
      return told;
    }
  }

  private Told say(ContainerOrder order, String line) {
    var objection = CommandLine.objection(line);
    if (objection.isPresent()) {
      return new Told.Refused(Untold.BAD_LINE, "the line: " + objection.get());
    }
    Optional<InspectContainerResponse> container;
    try {
      container = containers.find(order).filter(Containers::running);
    } catch (RuntimeException unreachable) {
      return new Told.Refused(
          Untold.NODE_AWAY, Failures.translate(unreachable).getOriginalMessage());
    }
    if (container.isEmpty()) {
      return new Told.Refused(Untold.NOT_AWAKE, "its game does not run");
    }
    return switch (order.template().channels().command()) {
      case STDIN -> write(container.get().getId(), line);
      case RCON -> ask(order, container.get(), line);
      case NONE -> new Told.Refused(Untold.NO_CONSOLE, "its game takes no commands");
    };
  }

  private Told write(String container, String line) {
    try {
      containers.tell(container, line);
      return new Told.Written();
    } catch (RuntimeException e) {
      log.warn("a line was not written: {}", e.getMessage());
      return Failures.answered(e)
          ? new Told.Refused(Untold.NOT_HEARD, Failures.said(e))
          : new Told.Unsure("Docker stopped answering while it was being written");
    }
  }

  private Told ask(ContainerOrder order, InspectContainerResponse container, String line) {
    var rcon = Objects.requireNonNull(order.template().channels().rcon(), "rcon");
    var at = endpoint(order, container, rcon);
    if (at.isEmpty()) {
      return new Told.Refused(Untold.NOT_HEARD, "its container has no address or no such port");
    }
    String password;
    try {
      password = secrets.environment(order).getOrDefault(rcon.password(), "");
    } catch (ApplicationFailure sealed) {
      return new Told.Refused(Untold.NOT_HEARD, sealed.getOriginalMessage());
    }
    if (password.isEmpty()) {
      return new Told.Refused(Untold.NOT_HEARD, "it was made without an RCON password");
    }
    return switch (Rcon.say(at.get(), password, line, PATIENCE)) {
      case Rcon.Answer.Heard(var text) -> new Told.Answered(lines(text));
      case Rcon.Answer.NotSent(var why) -> new Told.Refused(Untold.NOT_HEARD, why);
      case Rcon.Answer.Sent(var why) -> new Told.Unsure(why);
    };
  }

  /// In its own container's network: whatever its template says, no other address can be meant.
  private static Optional<Endpoint> endpoint(
      ContainerOrder order, InspectContainerResponse container, Channels.Rcon rcon) {
    return Containers.address(container, order)
        .flatMap(host ->
            order.template().placed(order.publicPort()).stream()
                .filter(placed -> placed.port().name().equals(rcon.port()))
                .map(PlacedPort::inside)
                .findFirst()
                .map(port -> new Endpoint(host, port)));
  }

  /// What a game answers is as little to be trusted as what it prints.
  private static List<String> lines(String text) {
    return text.lines()
        // Minecraft's colours.
        .map(line -> LogBuffer.clean(line.replaceAll("\u00a7.", "")))
        .filter(line -> !line.isBlank())
        .map(line -> line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "…")
        .limit(MOST_LINES)
        .toList();
  }

  private void count(ContainerOrder order, Told told) {
    meters
        .counter(
            "overwinter_console_lines",
            "template",
            order.template().id(),
            "channel",
            order.template().channels().command().name().toLowerCase(Locale.ROOT),
            "outcome",
            told.getClass().getSimpleName().toLowerCase(Locale.ROOT))
        .increment();
  }
}
