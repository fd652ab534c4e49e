package dev.overwinter.rooms.web;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import dev.overwinter.platform.Chromium;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// People who look at rooms with a real browser; the workflows are pretended, the rules, the pages,
/// the sockets and PostgreSQL are not.
abstract class RoomVisits {
  static final int PHONE = 375;
  static final int DESK = 1440;
  private static final int PATIENCE_MILLIS = 30_000;
  private static final List<String> WCAG =
      List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

  static RoomStage stage;
  static Chromium chromium;

  @BeforeAll
  static void open() {
    stage = RoomStage.open(1);
    chromium = new Chromium();
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
  }

  @AfterAll
  static void close() {
    chromium.close();
    stage.close();
  }

  /// A browser of somebody's, and what it complained about.
  record Seen(BrowserContext context, Page page, int width, List<String> complaints)
      implements AutoCloseable {

    void go(String path) {
      page.navigate(path.startsWith("http") ? path : stage.url(0) + path);
    }

    Locator at(String selector) {
      return page.locator(selector);
    }

    Locator button(String words) {
      return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(words));
    }

    void tab(String words) {
      page.locator(".tabs").getByText(words).click();
    }

    Locator card(String whose) {
      return page.locator("#cards .seat:has-text('" + whose + "') .slot");
    }

    /// Nothing hangs over, nothing was refused, nobody is shut out, by day and by night.
    void look(String name) {
      var what = name + " at " + width + " px";
      shoot(name + "-" + width + "-light");
      Assertions.assertThat(page.evaluate("document.documentElement.scrollWidth"))
          .as("nothing hangs over: " + what)
          .isEqualTo(width);
      Assertions.assertThat(page.locator("h1").count()).as(what).isEqualTo(1);
      Assertions.assertThat(complaints).as(what).isEmpty();
      // Colours half-way from one to the other are nobody's.
      var still = new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE);
      page.emulateMedia(still);
      hasNoFaults(what, new AxeBuilder(page).withTags(WCAG));
      page.emulateMedia(still.setColorScheme(ColorScheme.DARK));
      shoot(name + "-" + width + "-dark");
      hasNoFaults(what + " by night", new AxeBuilder(page).withRules(List.of("color-contrast")));
      page.emulateMedia(
          new Page.EmulateMediaOptions()
              .setColorScheme(ColorScheme.LIGHT)
              .setReducedMotion(ReducedMotion.NO_PREFERENCE));
      // What the tool that looks for faults leaves in the page is no fault of the page.
      complaints.clear();
    }

    private void shoot(String name) {
      page.screenshot(
          new Page.ScreenshotOptions()
              .setFullPage(true)
              .setPath(Path.of("target", "pages", "room-" + name + ".png")));
    }

    private static void hasNoFaults(String what, AxeBuilder axe) {
      Assertions.assertThat(axe.analyze().getViolations())
          .as(what)
          .extracting(rule -> rule.getHelp() + ": " + rule.getNodes())
          .isEmpty();
    }

    @Override
    public void close() {
      // A context that is closed while a page is on its way to another has hung for good.
      page.navigate("about:blank");
      context.close();
    }
  }

  static Seen browser(int width, boolean script) {
    var context =
        chromium.visitor(
            new Browser.NewContextOptions()
                .setViewportSize(width, width == PHONE ? 812 : 900)
                .setColorScheme(ColorScheme.LIGHT)
                .setJavaScriptEnabled(script)
                .setLocale("en-GB"));
    var page = context.newPage();
    var complaints = new ArrayList<String>();
    page.onConsoleMessage(message -> {
      if (message.type().equals("error")) {
        complaints.add(page.url() + ": " + message.text());
      }
    });
    page.onPageError(error -> complaints.add(page.url() + ": " + error));
    page.onDialog(Dialog::accept);
    return new Seen(context, page, width, complaints);
  }

  static Seen browser(int width) {
    return browser(width, true);
  }

  /// As who has scanned a room's code.
  static void come(Seen who, String link, String name) {
    who.go(link);
    who.page().getByLabel("Your name").fill(name);
    who.button("Join the room").click();
  }
}
