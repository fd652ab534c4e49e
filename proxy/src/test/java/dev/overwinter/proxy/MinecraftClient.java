package dev.overwinter.proxy;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// As much of a Minecraft client as happens before the game: written from the protocol, sharing no
/// code with the proxy.
public final class MinecraftClient implements AutoCloseable {
  /// 1.21.8.
  public static final int PROTOCOL = 772;

  private final Socket socket;

  /// A client that has connected.
  public MinecraftClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(20_000);
  }

  /// One packet as it travels.
  public static byte[] packet(int id, byte[]... parts) {
    var body = new ByteArrayOutputStream();
    body.writeBytes(varInt(id));
    for (var part : parts) {
      body.writeBytes(part);
    }
    return join(varInt(body.size()), body.toByteArray());
  }

  /// The handshake; intent 1 is status, 2 login, 3 transfer.
  public static byte[] handshake(int protocol, int intent) {
    return packet(
        0,
        varInt(protocol),
        string("play.example"),
        new byte[] {0x63, (byte) 0xdd},
        varInt(intent));
  }

  /// The name and a UUID, as since 1.20.2.
  public static byte[] loginStart(String name) {
    return packet(0, string(name), new byte[16]);
  }

  /// Handshake and login start, as one segment.
  public static byte[] login(String name) {
    return join(handshake(PROTOCOL, 2), loginStart(name));
  }

  /// A string with its length.
  public static byte[] string(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    return join(varInt(bytes.length), bytes);
  }

  /// A variable-length number.
  public static byte[] varInt(int value) {
    var out = new ByteArrayOutputStream();
    var rest = value;
    do {
      var low = rest & 0x7f;
      rest >>>= 7;
      out.write(rest == 0 ? low : low | 0x80);
    } while (rest != 0);
    return out.toByteArray();
  }

  /// One after the other.
  public static byte[] join(byte[]... parts) {
    var out = new ByteArrayOutputStream();
    for (var part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  /// Sends bytes as they are.
  public MinecraftClient send(byte[]... parts) throws IOException {
    socket.getOutputStream().write(join(parts));
    return this;
  }

  /// What came, whole, without its length.
  public byte[] readPacket() throws IOException {
    var length = readVarInt(socket.getInputStream());
    return socket.getInputStream().readNBytes(length);
  }

  /// Reads a variable-length number.
  public static int readVarInt(InputStream in) throws IOException {
    var value = 0;
    for (var shift = 0; shift < 35; shift += 7) {
      var b = in.read();
      if (b < 0) {
        throw new EOFException();
      }
      value |= (b & 0x7f) << shift;
      if (b < 0x80) {
        return value;
      }
    }
    throw new IOException("number too long");
  }

  /// Asks for the status and returns its JSON; handshake and request travel in one segment.
  public String status(int protocol) throws IOException {
    send(handshake(protocol, 1), packet(0));
    return text(readPacket());
  }

  /// Sends a ping and returns whether the pong carries the same number.
  public boolean pong(long number) throws IOException {
    var payload = new ByteArrayOutputStream();
    new DataOutputStream(payload).writeLong(number);
    send(packet(1, payload.toByteArray()));
    var in = new DataInputStream(new java.io.ByteArrayInputStream(readPacket()));
    return in.read() == 1 && in.readLong() == number;
  }

  /// The string of a packet that has only one.
  public static String text(byte[] packet) throws IOException {
    var in = new java.io.ByteArrayInputStream(packet);
    readVarInt(in);
    return new String(in.readNBytes(readVarInt(in)), StandardCharsets.UTF_8);
  }

  /// The connection.
  public Socket socket() {
    return socket;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
