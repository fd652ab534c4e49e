package dev.overwinter.lab.lobby.image;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.UUID;
import java.util.zip.DataFormatException;
import net.minestom.server.MinecraftServer;
import net.minestom.server.network.ConnectionState;
import net.minestom.server.network.NetworkBuffer;
import net.minestom.server.network.packet.PacketReading;
import net.minestom.server.network.packet.PacketReading.Result;
import net.minestom.server.network.packet.PacketWriting;
import net.minestom.server.network.packet.client.ClientPacket;
import net.minestom.server.network.packet.client.common.ClientSettingsPacket;
import net.minestom.server.network.packet.client.configuration.ClientFinishConfigurationPacket;
import net.minestom.server.network.packet.client.configuration.ClientSelectKnownPacksPacket;
import net.minestom.server.network.packet.client.handshake.ClientHandshakePacket;
import net.minestom.server.network.packet.client.handshake.ClientHandshakePacket.Intent;
import net.minestom.server.network.packet.client.login.ClientLoginAcknowledgedPacket;
import net.minestom.server.network.packet.client.login.ClientLoginStartPacket;
import net.minestom.server.network.packet.server.ServerPacket;
import net.minestom.server.network.packet.server.configuration.SelectKnownPacksPacket;
import net.minestom.server.network.packet.server.login.LoginDisconnectPacket;
import net.minestom.server.network.packet.server.login.LoginSuccessPacket;
import net.minestom.server.network.packet.server.login.SetCompressionPacket;
import net.minestom.server.network.player.ClientSettings;

/// One player's visit over a real socket, from the handshake into the world, with Minestom's own
/// packets so that it always speaks the lobby's version.
///
/// Used to rehearse the lobby for its AOT cache, and by tests. Not thread-safe.
public final class GuestVisit implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 20_000;

  private final Socket socket = new Socket();
  private final DataInputStream in;
  private final OutputStream out;
  private ConnectionState reading = ConnectionState.LOGIN;
  private int compressionThreshold = -1;

  private GuestVisit(int port) throws IOException {
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    this.in = new DataInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
  }

  /// Joins as `name` and returns when the world has begun to arrive.
  ///
  /// @throws IOException when the server refuses, with its reason
  public static GuestVisit join(int port, String name, Intent intent) throws IOException {
    if (MinecraftServer.process() == null) {
      MinecraftServer.init();
    }
    var visit = new GuestVisit(port);
    try {
      visit.send(
          ConnectionState.HANDSHAKE,
          new ClientHandshakePacket(MinecraftServer.PROTOCOL_VERSION, "localhost", port, intent));
      visit.send(ConnectionState.LOGIN, new ClientLoginStartPacket(name, new UUID(0, 1)));
      while (visit.reading != ConnectionState.PLAY) {
        visit.answer(visit.receive());
      }
      visit.frame();
      return visit;
    } catch (IOException | RuntimeException refused) {
      visit.close();
      throw refused;
    }
  }

  /// Stays this long, taking in what the server sends.
  ///
  /// @throws EOFException when the server ends the visit first
  public void stay(Duration time) throws IOException {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      socket.setSoTimeout((int) Math.max(1, left / 1_000_000));
      try {
        frame();
      } catch (SocketTimeoutException _) {
        return;
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void answer(ServerPacket packet) throws IOException {
    switch (packet) {
      case SetCompressionPacket(int threshold) -> compressionThreshold = threshold;
      case LoginSuccessPacket _ -> {
        send(ConnectionState.LOGIN, new ClientLoginAcknowledgedPacket());
        send(ConnectionState.CONFIGURATION, new ClientSettingsPacket(ClientSettings.DEFAULT));
      }
      case SelectKnownPacksPacket(var packs) ->
          send(ConnectionState.CONFIGURATION, new ClientSelectKnownPacksPacket(packs));
      case LoginDisconnectPacket(var reason) -> throw new IOException("refused: " + reason);
      default -> {
        if (reading == ConnectionState.PLAY) {
          send(ConnectionState.CONFIGURATION, new ClientFinishConfigurationPacket());
        }
      }
    }
  }

  private void send(ConnectionState state, ClientPacket packet) throws IOException {
    NetworkBuffer buffer = NetworkBuffer.resizableBuffer(MinecraftServer.process());
    PacketWriting.writeFramedPacket(buffer, state, packet, compressionThreshold);
    byte[] bytes = new byte[Math.toIntExact(buffer.writeIndex())];
    buffer.copyTo(0, bytes, 0, bytes.length);
    out.write(bytes);
    out.flush();
  }

  private ServerPacket receive() throws IOException {
    byte[] frame = frame();
    NetworkBuffer buffer = NetworkBuffer.wrap(frame, 0, frame.length, MinecraftServer.process());
    try {
      return switch (PacketReading.readServer(buffer, reading, compressionThreshold >= 0)) {
        case Result.Success<ServerPacket>(var packets) -> {
          reading = packets.getFirst().nextState();
          yield packets.getFirst().packet();
        }
        case Result.Empty<ServerPacket>() -> throw new EOFException();
        case Result.Failure<ServerPacket>(long _) -> throw new EOFException();
      };
    } catch (DataFormatException garbled) {
      throw new IOException(garbled);
    }
  }

  /// Reads one frame, its length in front.
  private byte[] frame() throws IOException {
    var length = ByteBuffer.allocate(5);
    int value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.readByte();
      length.put(next);
      value |= (next & 0x7F) << shift;
      if (next >= 0) {
        break;
      }
    }
    byte[] frame = new byte[length.position() + value];
    length.flip().get(frame, 0, length.limit());
    in.readFully(frame, frame.length - value, value);
    return frame;
  }
}
