package dev.overwinter.servers.query;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The A2S_INFO query of Source engine games, with the challenge that most ask for.
final class SourceInfo {
  private static final int SINGLE = -1;
  private static final byte CHALLENGE = 0x41;
  private static final byte INFO = 0x49;
  // Each may be outdated by the time it is used; a game that goes on so is no game.
  private static final int CHALLENGES = 3;
  private static final byte[] ASK = ask();

  private SourceInfo() {}

  private static byte[] ask() {
    var text = "Source Engine Query\0".getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(5 + text.length).putInt(SINGLE).put((byte) 0x54).put(text).array();
  }

  static Answer ask(Datagrams game) throws IOException {
    var question = ASK;
    for (var challenged = 0; challenged <= CHALLENGES; challenged++) {
      var heard = game.ask(question, SourceInfo::isAnswer);
      if (heard[4] == INFO) {
        return parse(heard);
      }
      question = Arrays.copyOf(ASK, ASK.length + 4);
      System.arraycopy(heard, 5, question, ASK.length, 4);
    }
    return new Answer.Silent("one challenge after another");
  }

  private static boolean isAnswer(byte[] heard) {
    return heard.length >= 9
        && ByteBuffer.wrap(heard).getInt() == SINGLE
        && (heard[4] == CHALLENGE || heard[4] == INFO);
  }

  private static Answer parse(byte[] info) {
    var in = ByteBuffer.wrap(info, 6, info.length - 6);
    try {
      // Name, map, folder, game; then the number of the application.
      for (var text = 0; text < 4; text++) {
        skipText(in);
      }
      var _ = in.getShort();
      var players = in.get() & 0xff;
      var max = in.get() & 0xff;
      var bots = in.get() & 0xff;
      return new Answer.Players(Math.max(0, players - bots), max);
    } catch (BufferUnderflowException cut) {
      return new Answer.Silent("info of " + info.length + " bytes ends early");
    }
  }

  private static void skipText(ByteBuffer in) {
    while (in.get() != 0) {
      // On to the end of the text.
    }
  }
}
