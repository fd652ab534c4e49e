package dev.overwinter.rooms.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.assertions.LocatorAssertions;
import dev.overwinter.platform.Platform;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What the page of a room shows when its host has gone without a word.
final class RoomHostPagesIT extends RoomVisits {
  private static final LocatorAssertions.IsVisibleOptions LONG =
      new LocatorAssertions.IsVisibleOptions().setTimeout(60_000);

  @Test
  @Tag("ROOM-20")
  @Tag("ROOM-22")
  void whoIsLeftBecomesHostByAButtonThatIsThereOnlyThen() {
    var sql = Platform.shared().sql();
    var ana = stage.guest("Ana");
    var room = stage.room(ana);
    try (var bruno = browser(PHONE);
        var chloe = browser(DESK)) {
      try (var _ = RoomClient.own(stage, 0, room, ana, "")) {
        come(bruno, "/r/" + room, "Bruno");
        come(chloe, "/r/" + room, "Chloé");
        assertThat(bruno.at("#people")).containsText("Chloé");
        assertThat(bruno.at("#begin-why")).hasText("Ana starts the next round.");
      }
      bruno.tab("People");
      assertThat(bruno.at("#people")).containsText(Pattern.compile("Ana[^B]*away"));
      assertThat(bruno.at("#host-take")).isHidden();
      bruno.tab("Table");
      assertThat(bruno.at("#host-take")).isHidden();
      Awaitility.await()
          .until(() ->
              sql.sql("SELECT 1 FROM room_seen WHERE room = ?")
                      .param(room)
                      .query()
                      .listOfRows()
                      .size()
                  == 1);
      for (var table : new String[] {"room_events", "room_seen"}) {
        sql.sql("UPDATE %s SET at = at - interval '1 hour' WHERE room = ?".formatted(table))
            .param(room)
            .update();
      }
      sql.sql("UPDATE api_processes SET began = began - interval '1 hour'").update();

      assertThat(bruno.at("#host-take")).isVisible(LONG);
      assertThat(chloe.at("#host-take")).isVisible(LONG);
      bruno.look("host-gone");
      bruno.button("Become the host").click();
      assertThat(bruno.at("#host-take")).isHidden();
      assertThat(chloe.at("#host-take")).isHidden();
      assertThat(chloe.at("#begin-why")).hasText("Bruno starts the next round.");
      bruno.button("Start the round").click();
      assertThat(chloe.at("#topic-what")).hasText("Round 1");
    }
  }
}
