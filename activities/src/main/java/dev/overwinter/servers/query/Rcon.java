package dev.overwinter.servers.query;

import dev.overwinter.servers.Endpoint;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// The Source RCON protocol: one command on a connection of its own. Blocks; made for virtual
/// threads.
public final class Rcon {
  /// Longest answer that is read; of a longer one the beginning.
  public static final int LONGEST_ANSWER = 16 << 10;

  private static final int AUTH = 3;
  private static final int AUTH_RESPONSE = 2;
  private static final int COMMAND = 2;
  private static final int FIRST = 1;
  private static final int SECOND = 2;
  // Size counts what follows it: id, type, and the two zeros at the end.
  private static final int FRAME = 10;
  private static final int MOST_BYTES = 64 << 10;
  private static final int CONNECT_MILLIS = 2_000;
  // Games cut long answers into packets and mark the last one in no common way. Packets of one
  // answer come together: after such a pause it is whole.
  private static final long PAUSE_NANOS = 250_000_000L;

  private Rcon() {}

  /// How it went.
  public sealed interface Answer {
    /// It was heard.
    ///
    /// @param text what the game answered; empty when nothing
    record Heard(String text) implements Answer {}

    /// It was not sent.
    ///
    /// @param why one line
    record NotSent(String why) implements Answer {}

    /// It was sent, and then the connection ended or nothing came.
    ///
    /// @param why one line
    record Sent(String why) implements Answer {}
  }

  /// Says one line; never throws for what the game does.
  ///
  /// @param within how long all of it may take
  public static Answer say(Endpoint at, String password, String line, Duration within) {
    var deadline = System.nanoTime() + within.toNanos();
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(at.host(), at.port()), CONNECT_MILLIS);
      socket.setTcpNoDelay(true);
      if (!letIn(socket, password, deadline)) {
        return new Answer.NotSent("the game does not accept its RCON password");
      }
      return said(socket, line, deadline);
    } catch (IOException unheard) {
      return new Answer.NotSent("no RCON: " + unheard.getMessage());
    }
  }

  private static boolean letIn(Socket socket, String password, long deadline) throws IOException {
    send(socket, FIRST, AUTH, password);
    while (true) {
      var packet = read(new DeadlineInput(socket, deadline));
      // An empty value comes first from some games.
      if (packet.type() == AUTH_RESPONSE) {
        return packet.id() == FIRST;
      }
    }
  }

  private static Answer said(Socket socket, String line, long deadline) {
    var answer = new ByteArrayOutputStream();
    try {
      send(socket, SECOND, COMMAND, line);
      var until = deadline;
      while (answer.size() < LONGEST_ANSWER) {
        var packet = read(new DeadlineInput(socket, Math.min(until, deadline)));
        if (packet.id() == SECOND) {
          answer.write(packet.body().array(), packet.body().position(), packet.body().remaining());
        }
        until = System.nanoTime() + PAUSE_NANOS;
      }
    } catch (SocketTimeoutException quiet) {
      // Whole, or nothing at all: games answer some commands with silence.
      return new Answer.Heard(text(answer));
    } catch (IOException ended) {
      return answer.size() > 0
          ? new Answer.Heard(text(answer))
          : new Answer.Sent("the game hung up: " + ended.getMessage());
    }
    return new Answer.Heard(text(answer));
  }

  private static String text(ByteArrayOutputStream answer) {
    var bytes = answer.toByteArray();
    return new String(bytes, 0, Math.min(bytes.length, LONGEST_ANSWER), StandardCharsets.UTF_8);
  }

  private record Packet(int id, int type, ByteBuffer body) {}

  private static void send(Socket socket, int id, int type, String text) throws IOException {
    var body = text.getBytes(StandardCharsets.UTF_8);
    var packet = ByteBuffer.allocate(4 + FRAME + body.length).order(ByteOrder.LITTLE_ENDIAN);
    packet.putInt(FRAME + body.length).putInt(id).putInt(type).put(body);
    socket.getOutputStream().write(packet.array());
  }

  private static Packet read(InputStream in) throws IOException {
    var size = ByteBuffer.wrap(exactly(in, 4)).order(ByteOrder.LITTLE_ENDIAN).getInt();
    if (size < FRAME || size > MOST_BYTES) {
      throw new IOException("an RCON packet of " + size + " bytes");
    }
    var packet = ByteBuffer.wrap(exactly(in, size)).order(ByteOrder.LITTLE_ENDIAN);
    var id = packet.getInt();
    var type = packet.getInt();
    return new Packet(id, type, packet.limit(size - 2));
  }

  private static byte[] exactly(InputStream in, int length) throws IOException {
    var bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the connection ended");
    }
    return bytes;
  }
}
