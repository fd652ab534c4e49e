package dev.overwinter.servers.query;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/// RakNet's unconnected ping, as Minecraft Bedrock Edition answers it.
final class BedrockPing {
  private static final byte PING = 0x01;
  private static final byte PONG = 0x1c;
  private static final byte[] MAGIC = HexFormat.of().parseHex("00ffff00fefefefefdfdfdfd12345678");
  private static final int BEFORE_TEXT = 1 + 8 + 8 + MAGIC.length + 2;
  // `MCPE;motd;protocol;version;players;max;…`
  private static final int PLAYERS = 4;
  private static final int MAX = 5;
  private static final Pattern NUMBER = Pattern.compile("\\d{1,7}");

  private BedrockPing() {}

  static Answer ask(Datagrams game) throws IOException {
    var time = ThreadLocalRandom.current().nextLong();
    var ping = ByteBuffer.allocate(33).put(PING).putLong(time).put(MAGIC).putLong(time).array();
    return parse(game.ask(ping, heard -> isPong(heard, time)));
  }

  private static boolean isPong(byte[] heard, long time) {
    return heard.length >= BEFORE_TEXT
        && heard[0] == PONG
        && ByteBuffer.wrap(heard).getLong(1) == time
        && Arrays.equals(heard, 17, 17 + MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  private static Answer parse(byte[] pong) {
    var length = ByteBuffer.wrap(pong).getShort(BEFORE_TEXT - 2) & 0xffff;
    if (length > pong.length - BEFORE_TEXT) {
      return new Answer.Silent("pong text of " + length + " bytes");
    }
    var text = new String(pong, BEFORE_TEXT, length, StandardCharsets.UTF_8).split(";", -1);
    if (text.length <= MAX || !number(text[PLAYERS]) || !number(text[MAX])) {
      // So it is for a moment while the game starts: it has not written its text yet.
      return new Answer.Loading("a pong without players");
    }
    return new Answer.Players(Integer.parseInt(text[PLAYERS]), Integer.parseInt(text[MAX]));
  }

  private static boolean number(String text) {
    return NUMBER.matcher(text).matches();
  }
}
