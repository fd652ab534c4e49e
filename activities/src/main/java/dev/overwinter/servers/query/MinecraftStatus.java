package dev.overwinter.servers.query;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.overwinter.servers.Endpoint;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// The server list ping of Minecraft Java Edition (since 1.7).
final class MinecraftStatus {
  // -1 asks without claiming a version; every server since 1.7 answers it.
  private static final int ANY_VERSION = -1;
  private static final int NEXT_STATE_STATUS = 1;
  // A status is a few KiB; a favicon makes it some tens.
  private static final int MOST_BYTES = 512 << 10;
  private static final ObjectMapper JSON = new ObjectMapper();

  private MinecraftStatus() {}

  static Answer ask(Socket socket, Endpoint at, int timeoutMillis) throws IOException {
    var deadline = System.nanoTime() + timeoutMillis * 1_000_000L;
    socket.getOutputStream().write(request(at));
    var in = new DataInputStream(new DeadlineInput(socket, deadline));
    var length = readVarInt(in);
    if (length < 1 || length > MOST_BYTES) {
      return new Answer.Silent("status of " + length + " bytes");
    }
    var packet = in.readNBytes(length);
    if (packet.length < length) {
      return new Answer.Silent("closed the connection in its status");
    }
    return parse(packet);
  }

  private static byte[] request(Endpoint at) throws IOException {
    var handshake = new ByteArrayOutputStream();
    var out = new DataOutputStream(handshake);
    writeVarInt(out, 0);
    writeVarInt(out, ANY_VERSION);
    var host = at.host().getBytes(StandardCharsets.UTF_8);
    writeVarInt(out, host.length);
    out.write(host);
    out.writeShort(at.port());
    writeVarInt(out, NEXT_STATE_STATUS);
    var both = new ByteArrayOutputStream();
    var framed = new DataOutputStream(both);
    writeVarInt(framed, handshake.size());
    framed.write(handshake.toByteArray());
    writeVarInt(framed, 1);
    writeVarInt(framed, 0);
    return both.toByteArray();
  }

  private static Answer parse(byte[] packet) throws IOException {
    var in = new DataInputStream(new java.io.ByteArrayInputStream(packet));
    if (readVarInt(in) != 0) {
      return new Answer.Silent("no status packet");
    }
    var length = readVarInt(in);
    if (length < 1 || length > in.available()) {
      return new Answer.Silent("status text of " + length + " bytes");
    }
    var players = JSON.readTree(in.readNBytes(length)).path("players");
    return new Answer.Players(players.path("online").asInt(0), players.path("max").asInt(0));
  }

  private static int readVarInt(DataInputStream in) throws IOException {
    var value = 0;
    for (var shift = 0; shift < 35; shift += 7) {
      var b = in.readByte();
      value |= (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new IOException("VarInt of more than 5 bytes");
  }

  private static void writeVarInt(DataOutputStream out, int value) throws IOException {
    var rest = value;
    while ((rest & ~0x7f) != 0) {
      out.writeByte((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.writeByte(rest);
  }
}
