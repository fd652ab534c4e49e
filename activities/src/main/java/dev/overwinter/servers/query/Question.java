package dev.overwinter.servers.query;

import dev.overwinter.catalogue.Channels;
import dev.overwinter.catalogue.GameProtocol;
import dev.overwinter.catalogue.PlacedPort;
import dev.overwinter.catalogue.Transport;
import dev.overwinter.servers.ContainerOrder;
import java.util.Objects;
import java.util.Optional;

/// What one game can be asked, and where.
///
/// @param protocol in which protocol; [GameProtocol#RAW_TCP] only connects
/// @param tshock whether TShock's status is asked for instead
/// @param port inside the container
/// @param introduced whether the game expects a PROXY protocol header before anything else
public record Question(GameProtocol protocol, boolean tshock, int port, boolean introduced) {
  private static final String TSHOCK = "TSHOCK_REST";

  public Question {
    Objects.requireNonNull(protocol, "protocol");
  }

  /// What tells that a start has succeeded; empty when no question does.
  public static Optional<Question> whetherReady(ContainerOrder order) {
    var rule = order.template().channels().readiness();
    return switch (rule.kind()) {
      case PROTOCOL -> placed(order, rule.port()).flatMap(port -> speaking(order, port));
      case TCP_CONNECT ->
          placed(order, rule.port())
              // A game that only reads datagrams is never asked by TCP (contract P-10).
              .filter(port -> port.port().protocol().transport() == Transport.TCP)
              .map(port ->
                  new Question(GameProtocol.RAW_TCP, false, port.inside(), order.proxyProtocol()));
      case LOG_LINE -> Optional.empty();
    };
  }

  /// What tells how many play and that the game is not frozen; empty when nothing does.
  public static Optional<Question> whoPlays(ContainerOrder order) {
    Channels.Query rule = order.template().channels().query();
    return switch (rule.kind()) {
      case PROTOCOL -> placed(order, rule.port()).flatMap(port -> speaking(order, port));
      case TSHOCK_REST ->
          placed(order, rule.port())
              .map(port -> new Question(GameProtocol.RAW_TCP, true, port.inside(), false));
      case NONE -> Optional.empty();
    };
  }

  private static Optional<Question> speaking(ContainerOrder order, PlacedPort port) {
    var protocol = port.port().protocol();
    if (protocol == GameProtocol.RAW_UDP) {
      return Optional.empty();
    }
    var introduced = order.proxyProtocol() && protocol.transport() == Transport.TCP;
    return Optional.of(new Question(protocol, false, port.inside(), introduced));
  }

  private static Optional<PlacedPort> placed(ContainerOrder order, String name) {
    return order.template().placed(order.publicPort()).stream()
        .filter(port -> port.port().name().equals(name))
        .findFirst();
  }

  /// As one word, for a label.
  public String written() {
    return (tshock ? TSHOCK : protocol.name()) + ":" + port + (introduced ? ":introduced" : "");
  }

  /// Reads what [#written()] wrote; empty for anything else.
  public static Optional<Question> read(String written) {
    var parts = written.split(":", -1);
    try {
      var tshock = parts[0].equals(TSHOCK);
      return Optional.of(
          new Question(
              tshock ? GameProtocol.RAW_TCP : GameProtocol.valueOf(parts[0]),
              tshock,
              Integer.parseInt(parts[1]),
              parts.length > 2));
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException unknown) {
      return Optional.empty();
    }
  }
}
