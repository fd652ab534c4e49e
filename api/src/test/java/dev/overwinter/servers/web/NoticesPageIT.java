package dev.overwinter.servers.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import dev.overwinter.platform.Chromium;
import dev.overwinter.platform.Http;
import dev.overwinter.platform.Platform;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The page of notices, in a browser without a script and in a real one.
final class NoticesPageIT {
  private static final List<String> WCAG =
      List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa");

  private final Platform platform = Platform.shared();
  private final HookReceiver receiver = new HookReceiver();

  @AfterEach
  void close() {
    receiver.close();
  }

  private static String server(Http owner, String name) {
    return owner
        .post(
            "/api/servers",
            "{\"friendly_name\":\"%s\",\"game_image_id\":\"lobby\"}".formatted(name))
        .text("id");
  }

  private dev.overwinter.platform.Browser loggedIn(String name) {
    var browser = new dev.overwinter.platform.Browser(platform.url());
    var _ =
        browser.form(
            "/auth/login",
            "/auth/login",
            Map.of("username", name, "password", Platform.password(name)));
    return browser;
  }

  @Test
  @Tag("S-05")
  void makesTriesAndDeletesWithPlainForms() {
    var owner = platform.player("notices-paged");
    var id = server(owner, "<b>Loud</b>");
    var browser = loggedIn("notices-paged");
    var path = "/servers/" + id + "/notices";
    assertThat(browser.get("/servers/" + id).body()).contains(path);

    var refused =
        browser.form(
            path, path, Map.of("name", "Kept", "format", "webhook", "url", "ftp://x.example/"));
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("Kept", "ftp://x.example/", "must be at least one");
    var elsewhere =
        browser.form(
            path,
            path,
            Map.of(
                "name", "Kept", "format", "webhook", "url", "ftp://x.example/", "events", "ready"));
    assertThat(elsewhere.body()).contains("url: must be like https://example.org/path");

    var made =
        browser.form(
            path,
            path,
            Map.of(
                "name",
                "<i>Bot</i>",
                "format",
                "webhook",
                "url",
                receiver.url(),
                "events",
                "ready"));
    assertThat(made.statusCode()).isEqualTo(200);
    var secret = made.body().replaceFirst("(?s).*data-copy=\"(whsec_[^\"]+)\".*", "$1");
    assertThat(secret).hasSizeBetween(30, 60);
    var page = browser.get(path).body();
    assertThat(page)
        .contains("&lt;i&gt;Bot&lt;/i&gt;", "&lt;b&gt;Loud&lt;/b&gt;")
        .doesNotContain(secret, "<i>Bot", "<b>Loud", "a-path-that-is-a-secret")
        .doesNotContainPattern("<script>|\\son[a-z]+=\"|style=\"");

    var hook = path + "/" + owner.get("/api/servers/" + id + "/hooks").json().at("/0/id").asText();
    var _ = browser.form(path, hook + "/test", Map.of());
    await().until(() -> receiver.heard().size() == 1);
    await().until(() -> browser.get(path).body().contains("Send again"));
    assertThat(browser.get(path).body()).contains("says hello: a test by notices-paged");
    var again = hook + "/deliveries/" + receiver.heard().getFirst().delivery() + "/resend";
    var _ = browser.form(path, again, Map.of());
    await().until(() -> receiver.heard().size() == 2);
    var _ = browser.form(path, hook, Map.of("name", "Renamed", "events", "crashed"));
    assertThat(browser.get(path).body()).contains("Saved.", "Renamed");
    var _ = browser.form(path, hook + "/pause", Map.of());
    assertThat(browser.get(path).body()).contains("Paused by notices-paged.", "Resume Renamed");
    var _ = browser.form(path, hook + "/resume", Map.of());
    var rotated = browser.form(path, hook + "/secret", Map.of()).body();
    assertThat(rotated).contains("whsec_").doesNotContain(secret);
    var _ = browser.form(path, hook + "/delete", Map.of());
    assertThat(browser.get(path).body()).doesNotContain("Renamed");
    assertThat(owner.get("/api/servers/" + id + "/hooks").body()).isEqualTo("[]");
    var unsigned = browser.post(path, Map.of("name", "x"));
    assertThat(unsigned.statusCode()).as("no form of ours").isEqualTo(403);
  }

  @Test
  void whoMayNotChangeTheServerSeesNeitherThePageNorALink() {
    var owner = platform.player("notices-host");
    var guest = platform.player("notices-guest");
    var id = server(owner, "Private");
    var link = owner.post("/api/servers/" + id + "/invitations", "{\"permissions\":[\"console\"]}");
    var _ = guest.post("/api/invitations/" + link.text("token") + "/accept", "");
    var browser = loggedIn("notices-guest");
    assertThat(browser.get("/servers/" + id).body()).doesNotContain("/notices");
    assertThat(browser.get("/servers/" + id + "/notices").statusCode()).isEqualTo(403);
  }

  @Test
  void whoRenamesTheOwnersHookTakesNothingFromIt() {
    var owner = platform.player("notices-rich");
    var helper = platform.player("notices-helper");
    var id = server(owner, "Helped");
    var hooks = "/api/servers/" + id + "/hooks";
    var hook =
        owner
            .post(
                hooks,
                "{\"name\":\"Bank\",\"format\":\"webhook\",\"url\":\"%s\",\"events\":[\"ready\",\"low_credit\"]}"
                    .formatted(receiver.url()))
            .text("id");
    var link =
        owner.post("/api/servers/" + id + "/invitations", "{\"permissions\":[\"settings\"]}");
    var _ = helper.post("/api/invitations/" + link.text("token") + "/accept", "");
    var browser = loggedIn("notices-helper");
    var path = "/servers/" + id + "/notices";
    var page = browser.get(path).body();
    assertThat(page).doesNotContain("is low on credits");
    assertThat(page).contains("type=\"hidden\" name=\"events\" value=\"low_credit\"");
    var _ = browser.form(path, path + "/" + hook, Map.of("name", "Till", "events", "low_credit"));
    assertThat(owner.get(hooks).json().at("/0/name").asText()).isEqualTo("Till");
    assertThat(owner.get(hooks).json().at("/0/events").toString()).isEqualTo("[\"low_credit\"]");
  }

  @Test
  void anybodyCanReadItOnPhonesAndDesksByDayAndByNight() {
    var owner = platform.player("notices-seen");
    var id = server(owner, "Seen");
    var hooks = "/api/servers/" + id + "/hooks";
    for (var format : List.of("webhook", "discord")) {
      var _ =
          owner.post(
              hooks,
              "{\"name\":\"A %s\",\"format\":\"%s\",\"url\":\"%s\",\"events\":[\"ready\",\"crashed\",\"low_credit\"]}"
                  .formatted(format, format, receiver.url()));
    }
    var first = owner.get(hooks).json().at("/0/id").asText();
    var second = owner.get(hooks).json().at("/1/id").asText();
    receiver.answers(503);
    var _ = owner.post(hooks + "/" + first + "/test", "");
    await().until(() -> owner.get(hooks).body().contains("\"failed\":1"));
    var _ = owner.post(hooks + "/" + second + "/pause", "");
    try (var chromium = new Chromium()) {
      for (int width : new int[] {375, 1440}) {
        look(chromium, owner, "/servers/" + id + "/notices", width);
      }
    }
  }

  private void look(Chromium chromium, Http owner, String path, int width) {
    var options =
        new Browser.NewContextOptions()
            .setViewportSize(width, 900)
            .setExtraHTTPHeaders(owner.headers());
    try (var visitor = chromium.visitor(options)) {
      var page = visitor.newPage();
      var complaints = new ArrayList<String>();
      page.onConsoleMessage(message -> {
        if (message.type().equals("error")) {
          complaints.add(message.text());
        }
      });
      page.onPageError(complaints::add);
      page.navigate(platform.url() + path);
      for (var closed : page.locator("main details > summary").all()) {
        closed.click();
      }
      assertThat(page.getByText("Attempt 1, ").first().isVisible()).isTrue();
      assertThat(page.locator("h1").count()).isEqualTo(1);
      assertThat(page.evaluate("document.documentElement.scrollWidth"))
          .as("nothing hangs over at " + width)
          .isEqualTo(width);
      assertThat(complaints).as("at " + width).isEmpty();
      shoot(page, width + "-light");
      hasNoFaults(new AxeBuilder(page).withTags(WCAG));
      page.emulateMedia(
          new Page.EmulateMediaOptions()
              .setColorScheme(ColorScheme.DARK)
              .setReducedMotion(ReducedMotion.REDUCE));
      shoot(page, width + "-dark");
      hasNoFaults(new AxeBuilder(page).withRules(List.of("color-contrast")));
    }
  }

  private static void shoot(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setFullPage(true)
            .setPath(Path.of("target", "pages", "notices-" + name + ".png")));
  }

  private static void hasNoFaults(AxeBuilder axe) {
    assertThat(axe.analyze().getViolations())
        .extracting(rule -> rule.getHelp() + ": " + rule.getNodes())
        .isEmpty();
  }
}
