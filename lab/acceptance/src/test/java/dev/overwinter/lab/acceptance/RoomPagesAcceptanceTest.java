package dev.overwinter.lab.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Two people play TOP10 against each other, each in a browser of their own, on a whole platform.
@Timeout(300)
final class RoomPagesAcceptanceTest {
  private static final Stage stage = Stage.get();
  private static final Browser browser = new Browser(stage.platform().api());
  private static final String TOPIC = "Things that nobody says at a wedding";

  @AfterAll
  static void close() {
    browser.close();
  }

  @Test
  @Tag("ROOM-03")
  @Tag("ROOM-08")
  @Tag("ROOM-20")
  @Tag("ROOM-30")
  void twoBrowsersPlayAWholeRoundAgainstEachOther() {
    try (var host = browser.visitor(Browser.Look.DESK_LIGHT, true);
        var guest = browser.visitor(Browser.Look.PHONE_DARK, true)) {
      var ana = host.page();
      var bruno = guest.page();
      ana.onDialog(Dialog::accept);
      var told = listen(ana);

      make(ana, host);
      come(bruno, guest, ana.url());
      assertThat(people(ana)).containsText("Bruno");
      choose(ana);
      assertThat(people(bruno)).containsText("will guess");

      ana.getByPlaceholder("Topic").fill(TOPIC);
      button(ana, "Start the round").click();
      assertThat(bruno.locator("#topic")).hasText(TOPIC);
      assertThat(bruno.locator("#clock")).isVisible();
      assertThat(bruno.locator("#own .slot")).isVisible();
      guest.inspectByDayAndNight("room-dealt");

      var number = peek(bruno);
      // What is not there cannot be read.
      assertThat(ana.locator("#cards .slot .front")).hasText(new String[] {"", ""});
      guess(ana, host, "Bruno", number);
      assertThat(bruno.locator("#own .guess")).hasText(number);
      assertThat(told).noneMatch(frame -> frame.contains("\"value\":\"" + number + "\""));

      talk(bruno, ana);

      bruno.locator("#own .slot").dblclick();
      assertThat(card(ana, "Bruno"))
          .hasAttribute("aria-label", "Bruno’s card, shows %1$s, guess %1$s".formatted(number));
      assertThat(ana.locator("#cards .guess.exact")).hasText(number);
      host.inspectByDayAndNight("room-shown");

      button(ana, "End this round").click();
      assertThat(bruno.locator("#after")).containsText("3 points");
      assertThat(bruno.locator("#clock")).isHidden();
      tab(bruno, "Points");
      assertThat(bruno.locator("#totals")).containsText("Bruno (you)");
      guest.inspectByDayAndNight("room-points");
      tab(bruno, "Table");
      host.inspectByDayAndNight("room-after");

      button(ana, "Start the next round").click();
      assertThat(bruno.locator("#topic-what")).hasText("Round 2");
      assertThat(bruno.locator("#own .slot.up")).hasCount(0);
    }
  }

  private static List<String> listen(Page page) {
    var frames = new ArrayList<String>();
    page.onWebSocket(
        socket -> socket.onFrameReceived(frame -> frames.add(String.valueOf(frame.text()))));
    return frames;
  }

  private static void make(Page page, Browser.Visitor who) {
    page.navigate("/rooms");
    who.inspectByDayAndNight("rooms");
    page.getByLabel("Name of the room").fill("Friday night");
    page.getByLabel("Your name").fill("Ana");
    button(page, "Make the room").click();
    assertThat(page.locator("h1")).hasText("Friday night");
    assertThat(page.locator("main")).hasAttribute("data-live", "true");
    assertThat(page.locator("#begin-code img")).isVisible();
    who.inspectByDayAndNight("room-fresh");
  }

  /// As who has scanned the code.
  private static void come(Page page, Browser.Visitor who, String link) {
    page.navigate(link);
    who.inspectByDayAndNight("room-door");
    page.getByLabel("Your name").fill("Bruno");
    button(page, "Join the room").click();
    assertThat(page.locator("main")).hasAttribute("data-live", "true");
  }

  /// Ana guesses, so a bot has the second hand.
  private static void choose(Page page) {
    button(page, "Add a bot").click();
    assertThat(people(page).locator("li")).hasCount(3);
    page.locator("#next-role")
        .getByText("Guess", new Locator.GetByTextOptions().setExact(true))
        .click();
    assertThat(people(page)).containsText("will guess");
  }

  /// @return the number below one's own card
  private static String peek(Page page) {
    var slot = page.locator("#own .slot");
    var box = slot.boundingBox();
    page.mouse().move(box.x + box.width / 2, box.y + box.height / 2);
    page.mouse().down();
    assertThat(page.locator("#own .slot.peek .big")).hasText(Pattern.compile("\\d+"));
    var number = page.locator("#own .big").textContent();
    page.mouse().up();
    assertThat(page.locator("#own .slot.peek")).hasCount(0);
    assertThat(page.locator("#own .big")).hasText("");
    return number;
  }

  private static void guess(Page page, Browser.Visitor who, String whose, String number) {
    card(page, whose).click();
    who.inspectByDayAndNight("room-guess");
    page.locator("#guess-sheet [data-value='" + number + "']").click();
    assertThat(card(page, whose)).hasAttribute("aria-label", Pattern.compile(".*guess " + number));
  }

  private static void talk(Page page, Page other) {
    other.getByPlaceholder("Say something").fill("Are you there? <b>::</b>");
    other.getByPlaceholder("Say something").press("Enter");
    tab(page, "Chat");
    assertThat(page.locator("#talk .text")).hasText("Are you there? <b>::</b>");
    page.locator("#talk .said").hover();
    page.locator("#talk .react").click();
    page.locator("#react-sheet").getByText("👍").click();
    assertThat(other.locator("#talk .mark")).containsText("👍");
    tab(page, "Table");
  }

  private static Locator card(Page page, String whose) {
    return page.locator("#cards .seat:has-text('" + whose + "') .slot");
  }

  private static Locator people(Page page) {
    return page.locator("#people");
  }

  private static Locator button(Page page, String words) {
    return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(words));
  }

  private static void tab(Page page, String words) {
    page.locator(".tabs").getByText(words).click();
  }
}
