package dev.overwinter.lab.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// A real Chromium, as people sit in front of one. Confined to the thread that made it.
final class Browser implements AutoCloseable {
  /// How somebody looks at the dashboard.
  enum Look {
    PHONE_DARK(375, 812, ColorScheme.DARK),
    DESK_LIGHT(1440, 900, ColorScheme.LIGHT);

    private final int width;
    private final int height;
    private final ColorScheme scheme;

    /// The same screen in the other light, of which only the colours differ.
    private ColorScheme other() {
      return scheme == ColorScheme.DARK ? ColorScheme.LIGHT : ColorScheme.DARK;
    }

    private String screen() {
      return name().toLowerCase(Locale.ROOT).split("_", -1)[0];
    }

    Look(int width, int height, ColorScheme scheme) {
      this.width = width;
      this.height = height;
      this.scheme = scheme;
    }
  }

  private static final Path SHOTS = Path.of("target/screenshots");
  private static final List<String> WCAG =
      List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");
  private static final String ADMINS = "an owl that sleeps till noon";
  private static final List<String> COLOURS = List.of("color-contrast", "link-in-text-block");

  private final Playwright playwright;
  private final com.microsoft.playwright.Browser chromium;
  private final URI dashboard;

  Browser(URI dashboard) {
    this.dashboard = dashboard;
    // Debian's or the user's: none is downloaded.
    var options =
        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"));
    playwright = Playwright.create(options);
    chromium =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(program())
                    .setArgs(List.of("--no-sandbox"))); // root's Chromium refuses to start with it
  }

  private static Path program() {
    return Stream.of("chromium", "chromium-browser", "google-chrome")
        .flatMap(
            name -> Stream.of(System.getenv("PATH").split(":", -1)).map(dir -> Path.of(dir, name)))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no Chromium on the PATH"));
  }

  /// Somebody who has just opened the browser.
  Visitor visitor(Look look, boolean script) {
    var context =
        chromium.newContext(
            new com.microsoft.playwright.Browser.NewContextOptions()
                .setBaseURL(dashboard.toString())
                .setViewportSize(look.width, look.height)
                .setColorScheme(look.scheme)
                .setJavaScriptEnabled(script));
    context.setDefaultTimeout(20_000);
    PlaywrightAssertions.setDefaultAssertionTimeout(20_000);
    return new Visitor(look, script, context);
  }

  /// The first admin, who chooses a password the first time that anybody asks.
  Visitor admin(Stage stage, Look look, boolean script) throws IOException {
    var first = stage.platform().secrets().file("admin-password");
    var password = Files.exists(first) ? Files.readString(first).strip() : ADMINS;
    return visitor(look, script).signIn("admin", password, ADMINS);
  }

  @Override
  public void close() {
    chromium.close();
    playwright.close();
  }

  /// One person, with one tab.
  static final class Visitor implements AutoCloseable {
    private final Look look;
    private final boolean script;
    private final BrowserContext context;
    private final Page page;
    private final List<String> complaints = new ArrayList<>();

    private Visitor(Look look, boolean script, BrowserContext context) {
      this.look = look;
      this.script = script;
      this.context = context;
      page = context.newPage();
      page.onConsoleMessage(message -> {
        if (message.type().equals("error")) {
          complaints.add(page.url() + ": " + message.text());
        }
      });
      page.onPageError(error -> complaints.add(page.url() + ": " + error));
    }

    Page page() {
      return page;
    }

    /// Signs in, and chooses a password where that is asked.
    private Visitor signIn(String name, String password, String chosen) {
      page.navigate("/auth/login");
      page.getByLabel("Name").fill(name);
      page.getByLabel("Password").fill(password);
      page.locator("main form:has(input[type=password]) button").first().click();
      if (page.url().endsWith("/auth/password")) {
        var fields = page.locator("input[type=password]");
        fields.nth(0).fill(password);
        fields.nth(1).fill(chosen);
        fields.nth(2).fill(chosen);
        page.locator("main form:has(input[type=password]) button").first().click();
      }
      assertThat(page.url()).endsWith("/servers");
      return this;
    }

    /// What the browser said about refusals that were meant.
    void forgetComplaints() {
      complaints.clear();
    }

    /// Looks at a page: nothing sticks out of it, nothing was refused by its own policy, and nobody
    /// is shut out by how it is made.
    void inspect(String name) {
      shoot(name, look.scheme);
      var wider =
          page.evaluate(
              "document.documentElement.scrollWidth - document.documentElement.clientWidth");
      assertThat(((Number) wider).intValue()).as("%s is wider than its screen", name).isZero();
      assertThat(page.evaluate("document.compatMode"))
          .as("%s, drawn by today's rules", name)
          .isEqualTo("CSS1Compat");
      if (script) { // axe is one itself, and would wait for ever
        hasNoFaults(name, new AxeBuilder(page).withTags(WCAG));
      }
      assertThat(complaints).as("console of %s", name).isEmpty();
    }

    /// The same, and what it looks like by night if this is day, or by day.
    void inspectByDayAndNight(String name) {
      inspect(name);
      light(look.other());
      shoot(name, look.other());
      hasNoFaults(name + " in the other light", new AxeBuilder(page).withRules(COLOURS));
      light(look.scheme);
    }

    private void light(ColorScheme scheme) {
      page.emulateMedia(
          new Page.EmulateMediaOptions()
              .setColorScheme(scheme)
              // Colours half-way from one to the other are nobody's.
              .setReducedMotion(
                  scheme == look.scheme ? ReducedMotion.NO_PREFERENCE : ReducedMotion.REDUCE));
    }

    private void shoot(String name, ColorScheme scheme) {
      var file = name + "-" + look.screen() + "-" + scheme.name().toLowerCase(Locale.ROOT) + ".png";
      page.screenshot(new Page.ScreenshotOptions().setPath(SHOTS.resolve(file)).setFullPage(true));
    }

    private void hasNoFaults(String name, AxeBuilder axe) {
      assertThat(axe.analyze().getViolations())
          .as("%s, %s", name, look)
          .extracting(rule -> rule.getHelp() + ": " + rule.getNodes())
          .isEmpty();
    }

    @Override
    public void close() {
      context.close();
    }
  }
}
