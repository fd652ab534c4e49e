package dev.overwinter.proxy.bedrock;

import dev.overwinter.proxy.config.ProxyConfig;
import dev.overwinter.proxy.route.Doorway;
import dev.overwinter.proxy.route.Route;
import dev.overwinter.proxy.wake.Dialect;
import dev.overwinter.proxy.wake.Wording;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// Minecraft Bedrock Edition over RakNet: pings are answered, the first request to open a
/// connection is a join. Numbers are big endian.
///
/// | datagram | form |
/// |---|---|
/// | ping `01`, `02` | i64 time, magic, i64 client |
/// | pong `1c` | that time, i64 server, magic, text with a u16 length |
/// | open connection request 1 `05` | magic, u8 protocol, zeros up to the size that is tried |
public final class BedrockDialect implements Dialect {
  static final byte[] MAGIC = HexFormat.of().parseHex("00ffff00fefefefefdfdfdfd12345678");

  private static final int PING = 0x01;
  private static final int PING_IF_OPEN = 0x02;
  private static final int OPEN_REQUEST = 0x05;
  private static final int PONG = 0x1c;
  private static final int TIME = 1;
  private static final int PING_MAGIC = TIME + Long.BYTES;
  // Some lists leave the client's number out.
  private static final int SHORTEST_PING = PING_MAGIC + MAGIC.length;
  private static final int LONGEST_PING = SHORTEST_PING + Long.BYTES;
  // RakNet tries no size below 400, and means the packet with its headers.
  private static final int SHORTEST_OPEN_REQUEST = 400 - 28;
  private static final int LONGEST_TITLE = 120;

  private static final int PONG_TEXT = TIME + 2 * Long.BYTES + 16 + Short.BYTES;
  private static final int LONGEST_VERSION = 32;
  private static final int MOST_KNOWN = 20_000;
  private static final Pattern STATED =
      Pattern.compile("MCPE;[^;]*;(\\d{1,6});([^;]{1," + LONGEST_VERSION + "});.*");

  private final ProxyConfig.Bedrock otherwise;
  private final Map<String, ProxyConfig.Bedrock> known = new ConcurrentHashMap<>();

  /// Answers with the version that a game stated when it was awake.
  ///
  /// @param otherwise the version of games that were not heard yet
  public BedrockDialect(ProxyConfig.Bedrock otherwise) {
    this.otherwise = otherwise;
  }

  @Override
  public Word hear(ByteBuffer datagram, Doorway way) {
    var bytes = datagram.remaining();
    if (bytes == 0) {
      return Word.NOISE;
    }
    return switch (datagram.get(datagram.position())) {
      case PING, PING_IF_OPEN ->
          bytes >= SHORTEST_PING && bytes <= LONGEST_PING && magic(datagram, PING_MAGIC)
              ? Word.QUESTION
              : Word.NOISE;
      case OPEN_REQUEST ->
          bytes >= SHORTEST_OPEN_REQUEST && magic(datagram, 1) ? Word.JOIN : Word.NOISE;
      default -> Word.NOISE;
    };
  }

  /// What belongs to a connection begins with a bit that pings do not have, whatever their length.
  @Override
  public boolean sessionless(ByteBuffer datagram) {
    if (!datagram.hasRemaining()) {
      return false;
    }
    var kind = datagram.get(datagram.position());
    return kind == PING || kind == PING_IF_OPEN;
  }

  private static boolean magic(ByteBuffer datagram, int at) {
    for (var i = 0; i < MAGIC.length; i++) {
      if (datagram.get(datagram.position() + at + i) != MAGIC[i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void overhear(ByteBuffer answer, Doorway way) {
    if (answer.remaining() <= PONG_TEXT || answer.get(answer.position()) != PONG) {
      return;
    }
    var text = StandardCharsets.UTF_8.decode(answer.slice().position(PONG_TEXT)).toString();
    var stated = STATED.matcher(text);
    if (stated.matches() && (known.size() < MOST_KNOWN || known.containsKey(way.route().id()))) {
      known.put(
          way.route().id(),
          new ProxyConfig.Bedrock(Integer.parseInt(stated.group(1)), stated.group(2)));
    }
  }

  @Override
  public Answer answer(
      ByteBuffer question, InetSocketAddress from, Doorway way, ByteBuffer answer) {
    var route = way.route();
    var server = (long) route.id().hashCode() << 32 | way.door().outside();
    var text = text(way, server).getBytes(StandardCharsets.UTF_8);
    answer
        .put((byte) PONG)
        .putLong(question.getLong(question.position() + TIME))
        .putLong(server)
        .put(MAGIC)
        .putShort((short) text.length)
        .put(text);
    return Answer.LONG;
  }

  private String text(Doorway way, long server) {
    var view = way.route().view();
    var port = String.valueOf(way.door().outside());
    var version = known.getOrDefault(way.route().id(), otherwise);
    return String.join(
            ";",
            "MCPE",
            title(way.route()),
            String.valueOf(version.protocol()),
            field(version.version()),
            "0",
            String.valueOf(view.maxPlayers()),
            Long.toUnsignedString(server),
            "Overwinter",
            "Survival",
            "1",
            port,
            port)
        + ";";
  }

  private static String title(Route route) {
    return field(Wording.title(route, LONGEST_TITLE));
  }

  private static String field(String text) {
    return text.replace(';', ',');
  }
}
