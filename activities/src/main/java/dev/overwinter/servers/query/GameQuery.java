package dev.overwinter.servers.query;

import dev.overwinter.catalogue.GameProtocol;
import dev.overwinter.catalogue.Transport;
import dev.overwinter.servers.Endpoint;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/// Asks one game once. Blocks; made for virtual threads. Thread-safety: immutable.
public final class GameQuery {
  // A port that a container runtime opens before the game does closes again at once.
  private static final int STAYS_OPEN_MILLIS = 200;
  // PROXY protocol v2: signature, version 2 with command LOCAL ("I speak for myself"), no address.
  private static final byte[] FOR_MYSELF = {
    '\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n', 0x20, 0, 0, 0
  };

  private final int timeoutMillis;

  /// A query that gives up after a time.
  ///
  /// @param timeout the longest that connecting, and each wait for bytes, may take
  public GameQuery(Duration timeout) {
    timeoutMillis = Math.toIntExact(timeout.toMillis());
  }

  /// Asks the game in a container; never throws for what the game does.
  ///
  /// @param host the container's address
  public Answer ask(Question question, String host) {
    var at = new Endpoint(host, question.port());
    return question.tshock()
        ? TshockStatus.ask(at, timeoutMillis)
        : ask(question.protocol(), at, question.introduced());
  }

  /// Asks the game at an address; never throws for what the game does.
  ///
  /// @param introduced whether the game expects a PROXY protocol header before anything else
  public Answer ask(GameProtocol protocol, Endpoint at, boolean introduced) {
    try {
      return protocol.transport() == Transport.UDP
          ? askByDatagrams(protocol, at)
          : askByConnection(protocol, at, introduced);
    } catch (PortUnreachableException | ConnectException | NoRouteToHostException nobody) {
      return new Answer.Closed(String.valueOf(nobody.getMessage()));
    } catch (IOException silent) {
      return new Answer.Silent(String.valueOf(silent.getMessage()));
    }
  }

  private Answer askByDatagrams(GameProtocol protocol, Endpoint at) throws IOException {
    try (var game = new Datagrams(at, timeoutMillis)) {
      return switch (protocol) {
        case BEDROCK -> BedrockPing.ask(game);
        case SOURCE -> SourceInfo.ask(game);
        case SATISFACTORY -> SatisfactoryPoll.ask(game);
        case LUANTI -> LuantiHello.ask(game);
        case RAW_UDP, MINECRAFT_JAVA, TERRARIA, RAW_TCP ->
            new Answer.Silent("nothing can be asked in " + protocol);
      };
    }
  }

  private Answer askByConnection(GameProtocol protocol, Endpoint at, boolean introduced)
      throws IOException {
    try (var socket = new Socket()) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(timeoutMillis);
      socket.connect(new InetSocketAddress(at.host(), at.port()), timeoutMillis);
      if (introduced) {
        socket.getOutputStream().write(FOR_MYSELF);
      }
      return protocol == GameProtocol.MINECRAFT_JAVA
          ? MinecraftStatus.ask(socket, at, timeoutMillis)
          : staysOpen(socket);
    }
  }

  private static Answer staysOpen(Socket socket) throws IOException {
    socket.setSoTimeout(STAYS_OPEN_MILLIS);
    try {
      return socket.getInputStream().read() < 0
          ? new Answer.Silent("closed the connection")
          : new Answer.Open();
    } catch (SocketTimeoutException waiting) {
      return new Answer.Open();
    }
  }
}
