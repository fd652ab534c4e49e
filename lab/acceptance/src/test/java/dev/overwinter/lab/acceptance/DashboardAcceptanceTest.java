package dev.overwinter.lab.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.overwinter.lab.acceptance.Stage.seconds;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The dashboard in a real browser, with and without script, by mouse and by keyboard. What it
/// looked like is kept in `target/screenshots`.
@Timeout(300)
final class DashboardAcceptanceTest {
  private static final Set<String> MAIN =
      Set.of("servers", "create", "awake", "billing", "account", "nodes");
  private static final Stage stage = Stage.get();
  private static final Api api = stage.api();
  private static final Browser browser = new Browser(stage.platform().api());
  private static String asleep = "";
  private static String awake = "";

  @BeforeAll
  static void prepare() {
    asleep = api.createLobby(Map.of("friendly_name", "Sunday crowd", "idle_seconds", 600));
    awake = api.createLobby(Map.of("friendly_name", "Friday night", "idle_seconds", 600));
    api.wake(awake);
    api.awaitState(awake, "AWAKE", seconds(60));
    api.awaitState(asleep, "ASLEEP", seconds(60));
  }

  @AfterAll
  static void close() {
    browser.close();
    for (var server : new String[] {asleep, awake}) {
      api.delete(server);
      api.awaitState(server, "GONE", seconds(60));
    }
  }

  @ParameterizedTest
  @EnumSource(Browser.Look.class)
  void everyPageIsWholeForEverybody(Browser.Look look) throws IOException {
    try (var stranger = browser.visitor(look, true)) {
      stranger.page().navigate("/auth/login");
      stranger.inspect("login");
    }
    try (var admin = signedIn(look, true)) {
      var pages =
          Map.ofEntries(
              entry("servers", "/servers"),
              entry("create", "/servers/create"),
              entry("asleep", "/servers/" + asleep),
              entry("awake", "/servers/" + awake),
              entry("members", "/servers/" + awake + "/members"),
              entry("account", "/account"),
              entry("nodes", "/nodes"),
              entry("catalogue", "/catalogue"),
              entry("workflows", "/workflows"),
              entry("audit", "/audit"),
              entry("users", "/users"),
              entry("billing", "/billing"),
              entry("accounts", "/billing/accounts"),
              entry("prices", "/billing/prices"),
              entry("password", "/auth/password"));
      pages.forEach((name, path) -> {
        var answer = admin.page().navigate(path);
        assertThat(answer.status()).as(path).isEqualTo(200);
        if (MAIN.contains(name)) {
          admin.inspectByDayAndNight(name);
        } else {
          admin.inspect(name);
        }
      });
      admin.page().navigate("/servers/nothing-here");
      assertThat(admin.page().locator("main h1")).hasText("Not Found");
      assertThat(admin.page().locator("main")).containsText("Server not found");
      admin.forgetComplaints(); // The browser complains about each 404.
      admin.inspect("error");
      whatIsShownOnce(admin);
    }
  }

  /// Pages that only a form leads to.
  private static void whatIsShownOnce(Browser.Visitor admin) {
    var page = admin.page();
    page.navigate("/servers/" + asleep + "/members");
    page.getByText("Make an invitation").click();
    assertThat(page.locator("h1")).hasText("An invitation");
    assertThat(page.locator(".address")).containsText("/invite/");
    admin.inspect("link");
    page.navigate("/servers/" + asleep);
    page.getByText("Webhook").click();
    page.getByText("Make a new token").click();
    assertThat(page.locator("pre")).containsText(asleep);
    admin.inspect("webhook-token");
    page.navigate("/nodes");
    page.getByText("Add a machine").click();
    assertThat(page.locator(".address")).containsText("./overwinter join");
    admin.inspect("node-token");
  }

  @Test
  void aServerIsMadeWokenPutToSleepAndDeletedWithoutScript() throws IOException {
    try (var admin = signedIn(Browser.Look.DESK_LIGHT, false)) {
      var page = admin.page();
      page.navigate("/servers/create");
      page.locator("input[name=game_image_id][value=lobby]").check();
      page.getByLabel("Name", new com.microsoft.playwright.Page.GetByLabelOptions().setExact(true))
          .fill("Without script");
      page.getByText("Make this server").click();
      assertThat(page.locator("h1")).hasText("Without script");
      var server = page.url().substring(page.url().lastIndexOf('/') + 1);
      api.awaitState(server, "ASLEEP", seconds(60));
      page.reload();
      page.locator("#wake").click();
      api.awaitState(server, "AWAKE", seconds(60));
      page.reload();
      assertThat(page.locator("#panel .badge")).hasText("Awake");
      page.locator("#sleep").click();
      api.awaitState(server, "ASLEEP", seconds(60));
      page.locator(
              "summary", new com.microsoft.playwright.Page.LocatorOptions().setHasText("Delete"))
          .click();
      page.locator("input[name=confirmed]").check();
      page.getByText("Delete this server").click();
      api.awaitState(server, "GONE", seconds(60));
    }
  }

  @Test
  void whatHappensIsSeenWithoutAReloadAndReachedByKeyboard() throws IOException {
    var server = api.createLobby(Map.of("friendly_name", "Live", "idle_seconds", 600));
    api.awaitState(server, "ASLEEP", seconds(60));
    try (var admin = signedIn(Browser.Look.PHONE_DARK, true)) {
      var page = admin.page();
      page.navigate("/servers/" + server);
      page.keyboard().press("Tab");
      assertThat(page.getByText("Skip to content")).isFocused();
      for (var tabs = 0; tabs < 30 && !focused(page).equals("wake"); tabs++) {
        page.keyboard().press("Tab");
      }
      assertThat(focused(page)).isEqualTo("wake");
      page.keyboard().press("Enter");
      var patient = new LocatorAssertions.HasTextOptions().setTimeout(60_000);
      assertThat(page.locator("#panel .badge")).hasText("Awake", patient);
      assertThat(page.locator("#log li").first()).isVisible();
      assertThat(page.locator("#timeline li").first()).containsText("Awake");
      api.delete(server); // by somebody else
      assertThat(page.getByRole(AriaRole.MAIN))
          .not()
          .containsText(
              "Send it to sleep", new LocatorAssertions.ContainsTextOptions().setTimeout(60_000));
    }
    api.awaitState(server, "GONE", seconds(60));
  }

  private static String focused(com.microsoft.playwright.Page page) {
    return String.valueOf(page.evaluate("document.activeElement.id"));
  }

  private static Browser.Visitor signedIn(Browser.Look look, boolean script) throws IOException {
    return browser.admin(stage, look, script);
  }
}
