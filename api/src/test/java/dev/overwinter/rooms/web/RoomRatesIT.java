package dev.overwinter.rooms.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.api.auth.NodeKeys;
import dev.overwinter.api.auth.Rates;
import dev.overwinter.platform.Http;
import dev.overwinter.platform.Platform;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Who asks too often is held, also who only reads.
class RoomRatesIT {
  private static final int FAR_MORE_THAN_THERE_ARE = 20_000;

  @Test
  @Tag("ROOM-28")
  void anAddressThatOnlyReadsInAnOlderFormIsHeldToo() {
    try (var stage = RoomStage.open(Map.of("OVERWINTER_API_RATE_PER_MINUTE", "600"))) {
      var who = stage.stranger();
      int asked = 0;
      var answer = who.get("/api/v1/r/no-such-room");
      while (answer.status() == 200 && asked < FAR_MORE_THAN_THERE_ARE) {
        answer = who.get("/api/v1/r/no-such-room");
        asked++;
      }
      assertThat(answer.status()).as("after " + asked).isEqualTo(429);
      assertThat(answer.header("Retry-After")).matches("[1-9][0-9]*");
      assertThat(answer.text("error")).isNotEmpty();
    }
  }

  /// Counted for all processes together: whoever comes after it is let go again.
  @Test
  @Tag("ROOM-23")
  void whoGuessesCodesIsHeldHoweverFewTheyAre() {
    try (var stage = RoomStage.open(1)) {
      int guessed = 0;
      var answer = guess(stage, guessed);
      while (answer.status() == 401 && guessed < FAR_MORE_THAN_THERE_ARE) {
        guessed++;
        answer = guess(stage, guessed);
      }
      assertThat(answer.status()).as("after " + guessed).isEqualTo(429);
      assertThat(guessed).isLessThan(150);
      assertThat(answer.header("Retry-After")).matches("[1-9][0-9]*");
    } finally {
      Platform.shared()
          .sql()
          .sql("DELETE FROM rate_limits WHERE key = ?")
          .param(NodeKeys.hash("room codes caller " + Rates.caller("127.0.0.1")))
          .update();
    }
  }

  private static Http.Answer guess(RoomStage stage, int nth) {
    return stage.stranger().send("POST", "/auth/login?code_id=guess" + nth, "", "");
  }
}
