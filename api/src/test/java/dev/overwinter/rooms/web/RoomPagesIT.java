package dev.overwinter.rooms.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocketRoute;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What the pages of rooms show, and how people play on them.
final class RoomPagesIT extends RoomVisits {
  private static final String TOPIC = "Things that nobody says at a wedding";
  private static final Pattern NUMBER = Pattern.compile("\\d+");

  @Test
  @Tag("ROOM-03")
  @Tag("ROOM-08")
  @Tag("ROOM-20")
  @Tag("ROOM-30")
  void twoBrowsersPlayAWholeRoundAgainstEachOther() {
    try (var ana = browser(DESK);
        var bruno = browser(PHONE)) {
      var told = listen(ana.page());
      make(ana);
      come(bruno, ana.page().url(), "Bruno");
      assertThat(bruno.at("main")).hasAttribute("data-live", "true");
      assertThat(ana.at("#people")).containsText("Bruno");
      fill(ana);
      assertThat(bruno.at("#people")).containsText("will guess");

      ana.page().getByPlaceholder("Topic").fill(TOPIC);
      ana.button("Start the round").click();
      assertThat(bruno.at("#topic")).hasText(TOPIC);
      assertThat(bruno.at("#clock-left")).hasText(Pattern.compile("59:\\d\\d|1:00:00"));
      bruno.look("dealt");

      var number = peek(bruno);
      assertThat(ana.at("#cards .slot .big")).hasText(new String[] {"", ""});
      assertThat(told).noneMatch(frame -> frame.matches("(?s).*\"value\":\"?\\d.*"));
      guess(ana, "Bruno", number);
      assertThat(bruno.at("#own .guess")).hasText(number);

      bruno.at("#own .slot").dblclick();
      assertThat(ana.card("Bruno"))
          .hasAttribute("aria-label", "Bruno’s card, shows %1$s, guess %1$s".formatted(number));
      assertThat(ana.at("#cards .guess.exact")).hasText(number);
      ana.look("shown");

      ana.button("End this round").click();
      assertThat(bruno.at("#after")).containsText("3 points");
      assertThat(bruno.at("#clock")).isHidden();
      bruno.look("after");
      bruno.tab("Points");
      assertThat(bruno.at("#totals")).containsText("Bruno (you)");
      bruno.look("points");
      bruno.tab("Table");

      ana.button("Start the next round").click();
      assertThat(bruno.at("#topic-what")).hasText("Round 2");
      assertThat(bruno.at("#own .slot.up")).hasCount(0);
    }
  }

  private static List<String> listen(Page page) {
    List<String> frames = new ArrayList<>();
    page.onWebSocket(
        socket -> socket.onFrameReceived(frame -> frames.add(String.valueOf(frame.text()))));
    return frames;
  }

  private static void make(Seen who) {
    who.go("/rooms");
    who.look("home");
    who.page().getByLabel("Name of the room").fill("Friday night");
    who.page().getByLabel("Your name").fill("Ana");
    who.button("Make the room").click();
    assertThat(who.at("h1")).hasText("Friday night");
    assertThat(who.at("main")).hasAttribute("data-live", "true");
    assertThat(who.at("#begin-code img")).isVisible();
    who.look("fresh");
  }

  /// Who made the room guesses, so a bot has the second hand.
  private static void fill(Seen host) {
    host.button("Add a bot").click();
    assertThat(host.at("#people li")).hasCount(3);
    host.at("#next-role").getByText("Guess", new Locator.GetByTextOptions().setExact(true)).click();
  }

  /// @return the number below one's own card
  private static String peek(Seen who) {
    var mouse = who.page().mouse();
    var box = who.at("#own .slot").boundingBox();
    mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    mouse.down();
    assertThat(who.at("#own .slot.peek .big")).hasText(NUMBER);
    var number = who.at("#own .big").textContent();
    who.look("peeking");
    mouse.up();
    assertThat(who.at("#own .slot.peek")).hasCount(0);
    assertThat(who.at("#own .big")).hasText("");
    return number;
  }

  private static void guess(Seen who, String whose, String number) {
    who.card(whose).click();
    who.look("guess");
    who.at("#guess-sheet [data-value='" + number + "']").click();
    assertThat(who.card(whose)).hasAttribute("aria-label", Pattern.compile(".*, guess " + number));
  }

  @Test
  @Tag("ROOM-14")
  @Tag("ROOM-15")
  @Tag("ROOM-19")
  void whatWasSaidWhileTheNetworkWasAwayIsThereOnceWhenItIsBack() {
    try (var ana = browser(DESK);
        var bruno = browser(PHONE)) {
      var away = new AtomicBoolean();
      List<WebSocketRoute> links = new ArrayList<>();
      bruno
          .page()
          .routeWebSocket(
              Pattern.compile(".*/socket.*"),
              link -> {
                if (away.get()) {
                  link.close();
                } else {
                  links.add(link);
                  var _ = link.connectToServer();
                }
              });
      make(ana);
      come(bruno, ana.page().url(), "Bruno");
      assertThat(bruno.at("main")).hasAttribute("data-live", "true");

      away.set(true);
      links.getFirst().close();
      assertThat(bruno.at("#banner")).containsText("Connection lost");
      ana.page().getByPlaceholder("Say something").fill("Are you there? <b>::</b>");
      ana.page().keyboard().press("Enter");
      ana.page().getByPlaceholder("Topic").fill(TOPIC);
      ana.button("Start the round").click();
      assertThat(ana.at("#topic")).hasText(TOPIC);
      bruno.look("lost");
      assertThat(bruno.at("#topic")).isHidden();

      away.set(false);
      assertThat(bruno.at("#topic")).hasText(TOPIC);
      assertThat(bruno.at("#banner")).isHidden();
      bruno.tab("Chat");
      assertThat(bruno.at("#talk .text")).hasText(new String[] {"Are you there? <b>::</b>"});
    }
  }

  @Test
  @Tag("ROOM-27")
  void namesTopicsAndWordsAreNeverMarkup() {
    var markup = "<img src=x onerror=alert(1)>";
    try (var ana = browser(DESK);
        var bruno = browser(PHONE)) {
      make(ana);
      come(bruno, ana.page().url(), markup);
      assertThat(ana.at("#people")).containsText(markup);
      bruno.tab("Chat");
      bruno.page().getByPlaceholder("Say something").fill(markup + " :: 👩‍👩‍👧‍👦");
      bruno.page().keyboard().press("Enter");
      assertThat(ana.at("#talk .text")).hasText(markup + " :: 👩‍👩‍👧‍👦");
      ana.at("#talk .said").hover();
      ana.at("#talk .react").click();
      ana.look("react");
      ana.at("#react-sheet").getByText("🔥").click();
      assertThat(bruno.at("#talk .mark")).hasAttribute("aria-label", "🔥 by Ana");
      bruno.look("chat");
      ana.page().getByPlaceholder("Topic").fill(markup);
      ana.button("Start the round").click();
      bruno.tab("Table");
      assertThat(bruno.at("#topic")).hasText(markup);
      for (var who : List.of(ana, bruno)) {
        assertThat(who.at("img[src=x]")).hasCount(0);
        who.page().reload();
        assertThat(who.at("#topic")).hasText(markup);
        assertThat(who.at("img[src=x]")).hasCount(0);
      }
    }
  }

  @Test
  void aHostPutsSomebodyOutAndChangesTheRoom() {
    try (var ana = browser(PHONE);
        var bruno = browser(DESK)) {
      make(ana);
      come(bruno, ana.page().url(), "Bruno");
      assertThat(bruno.at("#people")).containsText("Ana");
      ana.tab("People");
      ana.button("More about Bruno").click();
      ana.look("tools");
      ana.button("This room").click();
      ana.look("settings");
      ana.page().getByLabel("Name").first().fill("Saturday night");
      ana.page().getByLabel("Locked").check();
      ana.button("Save").click();
      assertThat(bruno.at("h1")).hasText("Saturday night");
      ana.button("Put out: Bruno").click();
      assertThat(bruno.at("#join-title")).hasText("This room is locked");
      bruno.look("locked");
      ana.button("Invite people").click();
      ana.look("invite");
      ana.button("Make one and copy it").click();
      assertThat(ana.at("#invite-link")).containsText("?invite=");
      try (var chloe = browser(PHONE, false)) {
        come(chloe, ana.at("#invite-link").textContent(), "Chloé");
        assertThat(chloe.at("#people")).containsText("Chloé");
      }
    }
  }

  @Test
  void whoRunsNoScriptJoinsAndSeesTheTableAndLeaves() {
    var host = stage.guest("Ana");
    var room = stage.room(host);
    try (var bruno = browser(PHONE, false)) {
      come(bruno, "/r/" + room, "Bruno");
      assertThat(bruno.at("#people")).containsText("Bruno");
      stage.start(room, host);
      bruno.page().reload();
      assertThat(bruno.at("#own .slot")).hasAttribute("aria-label", "Your card, face down");
      assertThat(bruno.at("noscript p")).isVisible();
    }
  }

  @Test
  @Tag("ROOM-01")
  void aStrangersPageTellsNothingOfWhoIsThereAndWhatLiesOnTheTable() {
    var ana = stage.guest("Ana-who-is-there");
    var room = stage.room(ana);
    stage.join(room, stage.guest("Bruno-who-is-there"));
    stage.start(room, ana);
    var page = stage.stranger().with("Accept", "text/html").get("/r/" + room);
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.body())
        .contains("Who are you?", "a round is under way")
        .doesNotContain("who-is-there", "\"value\"", "data-view");
  }

  @Test
  void aLinkToNoRoomLeadsBackHome() {
    try (var somebody = browser(PHONE)) {
      somebody.go("/r/none-such");
      assertThat(somebody.at("h1")).hasText("There is no such room");
      somebody.complaints().clear(); // the browser's own, of the status
      somebody.look("none");
      somebody.page().getByText("Back to home").click();
      somebody.page().getByLabel("Its code or link").fill("none of these");
      somebody.button("Go there").click();
      assertThat(somebody.at(".notice")).containsText("neither a room’s code nor a link");
    }
  }
}
