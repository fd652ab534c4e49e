package dev.overwinter.lab.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.overwinter.lab.acceptance.Stage.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A stranger becomes somebody, plays and pays, in a real browser.
@Timeout(300)
final class PeopleAcceptanceTest {
  private static final String PASSWORD = "a heron in the reeds";
  private static final Stage stage = Stage.get();
  private static final Api api = stage.api();
  private static final Browser browser = new Browser(stage.platform().api());
  private static String server = "";

  @BeforeAll
  static void prepare() {
    server = api.createLobby(Map.of("friendly_name", "Sunday crowd", "idle_seconds", 600));
    api.awaitState(server, "ASLEEP", seconds(60));
  }

  @AfterEach
  void sleep() {
    if (api.state(server).equals("AWAKE")) {
      api.repeat("POST", "/api/servers/" + server + "/hibernate", "", Map.of());
    }
    api.awaitState(server, "ASLEEP", seconds(60));
  }

  @AfterAll
  static void close() {
    browser.close();
    api.delete(server);
    api.awaitState(server, "GONE", seconds(60));
  }

  @ParameterizedTest
  @EnumSource(Browser.Look.class)
  @Tag("B-08")
  void whoIsInvitedMakesAnAccountStartsTheServerAndPays(Browser.Look look) throws IOException {
    guest(look, true);
  }

  @Test
  void soDoesWhoRunsNoScript() throws IOException {
    guest(Browser.Look.DESK_LIGHT, false);
  }

  private static void guest(Browser.Look look, boolean script) throws IOException {
    var name = "guest-" + UUID.randomUUID().toString().substring(0, 8);
    try (var guest = browser.visitor(look, script)) {
      var page = guest.page();
      page.navigate("/invite/" + invitation());
      guest.inspect("invited");
      page.getByLabel("Name").fill(name);
      page.getByLabel("Password").fill(PASSWORD);
      page.getByText("Make an account and join").click();
      assertThat(page.locator("h1")).hasText("Sunday crowd");
      guest.inspect("as-member");
      assertThat(page.locator("main")).not().containsText("Delete this server");
      page.locator("#wake").click();
      api.awaitState(server, "AWAKE", seconds(60));

      // The first look opens the account.
      page.navigate("/billing");
      if (!script) {
        await("an account, looked at again and again")
            .atMost(seconds(60))
            .pollInSameThread()
            .pollDelay(Duration.ZERO)
            .pollInterval(seconds(1))
            .until(() -> {
              page.navigate("/billing");
              return page.locator(".hero-facts").textContent().contains("1000.00");
            });
      }
      assertThat(page.locator(".hero-facts"))
          .containsText("1000.00", new LocatorAssertions.ContainsTextOptions().setTimeout(60_000));
      page.locator(".funds input").fill("25");
      page.getByText("Add credits").click();
      assertThat(page.locator("h1")).hasText("25 credits");
      guest.inspect("pay");
      page.getByText("Go on to the payment").click();
      page.getByText("Pay 2500 eur").click();
      assertThat(page.locator("button")).hasText("Thank you");
      page.navigate("/billing");
      assertThat(page.locator(".hero-facts")).containsText("1025.00");
      guest.inspect("billing-own");
      page.locator(".months a").first().click();
      assertThat(page.locator("main")).containsText("+25.000000");
      guest.inspect("statement");

      page.navigate("/account");
      guest.inspect("account-own");
      makesAKey(guest);
      takesCodes(guest, name);
      if (script) {
        isAskedOnceMore(guest);
      }
      for (var forbidden : List.of("/users", "/audit", "/nodes", "/billing/accounts")) {
        assertThat(page.navigate(forbidden).status()).as(forbidden).isEqualTo(403);
      }
      guest.forgetComplaints(); // The browser complains about each 403.
    }
    forgotThePassword(look, script, name);
  }

  private static void makesAKey(Browser.Visitor guest) {
    var page = guest.page();
    page.locator("#keys summary").click();
    page.locator("#keys input[name=name]").fill("Discord bot");
    page.getByText("Make the key").click();
    assertThat(page.locator("h1")).containsText("Discord bot");
    guest.inspect("key");
    page.getByText("Done").click();
    assertThat(page.locator("#keys")).containsText("never used");
  }

  private static void takesCodes(Browser.Visitor guest, String name) {
    var page = guest.page();
    page.locator("#codes button").click();
    guest.inspect("codes");
    page.locator("input[name=code]")
        .fill(Authenticator.code(page.locator("main p code").textContent()));
    page.locator("main button").click();
    assertThat(page.locator("h1")).hasText("One-time codes are on");
    guest.inspect("recovery");
    var spare = page.locator(".codes code").first().textContent();
    page.locator(".menu summary").click();
    page.getByText("Log out").click();
    page.getByLabel("Name").fill(name);
    page.getByLabel("Password").fill(PASSWORD);
    page.locator("main form:has(input[type=password]) button").click();
    assertThat(page.locator("h1")).hasText("One-time code");
    guest.inspect("code");
    page.locator("input[name=code]").fill(spare);
    page.locator("main form button").click();
    assertThat(page.locator("h1")).hasText("Servers");
  }

  /// What everybody is asked some minutes after a login, and here somebody whose password was
  /// wrong.
  private static void isAskedOnceMore(Browser.Visitor guest) {
    var page = guest.page();
    page.navigate("/account");
    page.evaluate(
        """
        () => {
          const form = document.querySelector('form[action$="/auth/logout"]');
          form.action = '/auth/confirm';
          form.insertAdjacentHTML('beforeend', '<input name="password" value="not mine">');
          setTimeout(() => form.submit());
        }
        """);
    assertThat(page.locator("h1")).hasText("Is it you?");
    assertThat(page.locator("main")).containsText("That is not your password.");
    guest.forgetComplaints(); // The browser complains about the 403.
    guest.inspect("confirm");
  }

  private static void forgotThePassword(Browser.Look look, boolean script, String name)
      throws IOException {
    try (var admin = browser.admin(stage, look, script)) {
      var page = admin.page();
      page.onDialog(Dialog::accept);
      page.navigate("/users");
      var user = page.locator(".things > li", new Page.LocatorOptions().setHasText(name));
      user.locator("summary").click();
      user.getByText("One-time password").click();
      assertThat(page.locator("h1")).hasText("One-time password of " + name);
      admin.inspect("reset");
    }
  }

  @ParameterizedTest
  @EnumSource(Browser.Look.class)
  void aFriendStartsItByALinkAlone(Browser.Look look) {
    var link =
        api.repeat("POST", "/api/servers/" + server + "/friend-link", "", Map.of())
            .body()
            .path("token")
            .asText();
    try (var friend = browser.visitor(look, true)) {
      var page = friend.page();
      page.navigate("/start/" + link);
      friend.inspect("friend");
      page.getByText("Start it").click();
      api.awaitState(server, "AWAKE", seconds(60));
      page.navigate("/start/" + link);
      assertThat(page.locator(".badge")).hasText("Awake");
      assertThat(
              page.navigate("/servers/" + server, new Page.NavigateOptions().setTimeout(20_000))
                  .url())
          .as(look.name().toLowerCase(Locale.ROOT))
          .contains("/auth/login");
    }
  }

  private static String invitation() {
    var body = Map.of("permissions", List.of("start", "stop", "console"));
    return api.repeat("POST", "/api/servers/" + server + "/invitations", body, Map.of())
        .body()
        .path("token")
        .asText();
  }
}
