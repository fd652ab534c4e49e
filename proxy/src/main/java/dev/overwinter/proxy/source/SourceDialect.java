package dev.overwinter.proxy.source;

import dev.overwinter.proxy.route.Doorway;
import dev.overwinter.proxy.wake.Dialect;
import dev.overwinter.proxy.wake.Wording;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;

/// The Source engine, and every game that answers its queries (A2S). Queries are answered only to
/// who repeats a challenge; a request to connect is a join. All begin with four bytes `ff`; numbers
/// are little endian.
///
/// | query | form | answer |
/// |---|---|---|
/// | info `54` | `Source Engine Query\0`, challenge or nothing | challenge `41`, or info `49` |
/// | players `55` | challenge, or -1 | challenge `41`, or players `44` |
/// | rules `56` | challenge, or -1 | challenge `41`, or rules `45` |
/// | challenge `57` | nothing | none: the answer would be longer; other queries give one |
/// | ping `69` | anything | `6a 00` |
/// | connect `71`, `6b` | what the engine wants | the game's |
public final class SourceDialect implements Dialect {
  private static final int INFO = 0x54;
  private static final int PLAYERS = 0x55;
  private static final int RULES = 0x56;
  private static final int GET_CHALLENGE = 0x57;
  private static final int PING = 0x69;
  private static final int CONNECT_CHALLENGE = 0x71;
  private static final int CONNECT = 0x6b;

  private static final int HEADER = 5;
  private static final byte[] INFO_TEXT =
      "Source Engine Query\0".getBytes(StandardCharsets.US_ASCII);
  private static final int INFO_LENGTH = HEADER + INFO_TEXT.length;
  // A request to connect carries a protocol or a challenge at least.
  private static final int SHORTEST_CONNECT = HEADER + 4;
  private static final int PROTOCOL = 17;
  private static final int LONGEST_TITLE = 200;

  private final Challenge challenge;

  /// Challenges are good for a time that `clock` tells.
  public SourceDialect(Clock clock) {
    challenge = new Challenge(clock);
  }

  @Override
  public Word hear(ByteBuffer datagram, Doorway way) {
    var at = datagram.position();
    var bytes = datagram.remaining();
    if (bytes < HEADER || datagram.getInt(at) != -1) {
      return Word.NOISE;
    }
    return switch (datagram.get(at + 4)) {
      case INFO -> question(isInfo(datagram));
      case PLAYERS, RULES -> question(bytes == HEADER + 4 || bytes == HEADER);
      case GET_CHALLENGE, PING -> question(bytes <= INFO_LENGTH);
      case CONNECT_CHALLENGE, CONNECT -> bytes >= SHORTEST_CONNECT ? Word.JOIN : Word.NOISE;
      default -> Word.NOISE;
    };
  }

  @Override
  public boolean sessionless(ByteBuffer datagram) {
    var at = datagram.position();
    if (datagram.remaining() < HEADER || datagram.getInt(at) != -1) {
      return false;
    }
    return switch (datagram.get(at + 4)) {
      case INFO, PLAYERS, RULES, GET_CHALLENGE, PING -> true;
      default -> false;
    };
  }

  private static Word question(boolean sound) {
    return sound ? Word.QUESTION : Word.NOISE;
  }

  private static boolean isInfo(ByteBuffer datagram) {
    var bytes = datagram.remaining();
    if (bytes != INFO_LENGTH && bytes != INFO_LENGTH + 4) {
      return false;
    }
    for (var i = 0; i < INFO_TEXT.length; i++) {
      if (datagram.get(datagram.position() + HEADER + i) != INFO_TEXT[i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public Answer answer(
      ByteBuffer question, InetSocketAddress from, Doorway way, ByteBuffer answer) {
    var out = answer.order(ByteOrder.LITTLE_ENDIAN).putInt(-1);
    var kind = question.get(question.position() + 4);
    if (kind == PING) {
      out.put((byte) 0x6a).put((byte) 0);
      return Answer.SHORT;
    }
    if (!verified(question, from, kind)) {
      out.put((byte) 0x41).putInt(challenge.of(from));
      return Answer.SHORT;
    }
    switch (kind) {
      case INFO -> info(way, out);
      case PLAYERS -> out.put((byte) 0x44).put((byte) 0);
      case RULES -> rules(way, out);
      default -> {
        return Answer.NONE;
      }
    }
    return Answer.VERIFIED;
  }

  private boolean verified(ByteBuffer question, InetSocketAddress from, byte kind) {
    var shortest = kind == INFO ? INFO_LENGTH : HEADER;
    if (question.remaining() < shortest + 4) {
      return false;
    }
    var number = Integer.reverseBytes(question.getInt(question.limit() - 4));
    return challenge.knows(from, number);
  }

  private static void info(Doorway way, ByteBuffer out) {
    var view = way.route().view();
    out.put((byte) 0x49).put((byte) PROTOCOL);
    text(out, Wording.title(way.route(), LONGEST_TITLE));
    text(out, Wording.state(way.route())); // the map
    text(out, "overwinter"); // the folder
    text(out, view.game());
    out.putShort((short) 0); // the application
    out.put((byte) 0).put((byte) Math.min(view.maxPlayers(), 255)).put((byte) 0);
    // Dedicated, Linux, no password as far as is known, no Valve Anti-Cheat, a version, no more.
    out.put((byte) 'd').put((byte) 'l').put((byte) 0).put((byte) 0);
    text(out, "1.0.0.0");
    out.put((byte) 0);
  }

  private static void rules(Doorway way, ByteBuffer out) {
    out.put((byte) 0x45).putShort((short) 1);
    text(out, "overwinter_state");
    text(out, Wording.state(way.route()));
  }

  private static void text(ByteBuffer out, String text) {
    out.put(text.getBytes(StandardCharsets.UTF_8)).put((byte) 0);
  }
}
