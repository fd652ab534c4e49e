package dev.overwinter.api.auth.passkey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import dev.overwinter.platform.Chromium;
import dev.overwinter.platform.Http;
import dev.overwinter.platform.Platform;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Passkeys in a real Chromium with an authenticator in it.
final class PasskeyIT {
  private static final Platform PLATFORM = Platform.shared();
  private static final String HOME = PLATFORM.url().replace("127.0.0.1", "localhost");
  private static final Chromium CHROMIUM = new Chromium();

  @AfterAll
  static void close() {
    CHROMIUM.close();
  }

  @Test
  @Tag("S-03")
  void aPasskeyOpensTheAccountThatItWasMadeIn() {
    PLATFORM.account("keyholder");
    try (var context = context()) {
      var page = context.newPage();
      var device = device(context, page);
      logIn(page, "keyholder");
      page.navigate("/account");
      page.locator("[data-passkey] input").fill("My phone");
      page.locator("#make-passkey").click();
      assertThat(page.locator("#passkeys .things")).containsText("My phone");

      logOut(page);
      page.navigate("/auth/login?next=/account");
      page.locator("#use-passkey").click();
      page.waitForURL("**/account");
      assertThat(page.locator("main .lead")).containsText("keyholder");
      assertThat(page.locator("main")).containsText("by passkey");

      logOut(page);
      forgetCounter(device);
      page.navigate("/auth/login");
      page.locator("#use-passkey").click();
      assertThat(page.locator("[role=alert]:visible")).containsText("does not open an account");
    }
  }

  @Test
  @Tag("S-03")
  void aPasskeyThatWasForgottenOrWhoseOwnerIsOutOpensNothing() {
    PLATFORM.account("forgetter");
    try (var context = context()) {
      var page = context.newPage();
      var _ = device(context, page);
      logIn(page, "forgetter");
      page.navigate("/account");
      page.locator("#make-passkey").click();
      assertThat(page.locator("#passkeys .things")).containsText("Passkey");
      update("UPDATE accounts SET disabled = true WHERE name = 'forgetter'");
      page.navigate("/auth/login");
      page.locator("#use-passkey").click();
      assertThat(page.locator("[role=alert]:visible")).isVisible();
      update("UPDATE accounts SET disabled = false WHERE name = 'forgetter'");

      page.locator("#use-passkey").click();
      page.waitForURL("**/servers");
      page.navigate("/account");
      page.onDialog(dialog -> dialog.accept());
      page.locator("#passkeys form button").click();
      assertThat(page.locator(".notice")).containsText("opens nothing any more");
      logOut(page);
      page.navigate("/auth/login");
      page.locator("#use-passkey").click();
      assertThat(page.locator("[role=alert]:visible")).containsText("does not open an account");
    }
  }

  /// Whoever has seen an answer cannot give it again, and nobody answers what was not asked.
  @Test
  @Tag("S-03")
  void anAnswerIsGoodOnceAndOnlyForItsQuestion() {
    PLATFORM.account("watched");
    try (var context = context()) {
      var page = context.newPage();
      var _ = device(context, page);
      logIn(page, "watched");
      page.navigate("/account");
      page.locator("#make-passkey").click();
      assertThat(page.locator("#passkeys .things")).containsText("Passkey");
      logOut(page);
      page.navigate("/auth/login");
      var sent = page.waitForRequest("**/auth/passkey?*", page.locator("#use-passkey")::click);
      page.waitForURL("**/servers");
      var cookie = String.valueOf(sent.allHeaders().get("cookie"));
      var seen =
          new Http(HOME)
              .with("Cookie", cookie)
              .with("X-CSRF-TOKEN", String.valueOf(sent.headers().get("x-csrf-token")));
      assertThat(seen.post("/auth/passkey", sent.postData()).status()).as("again").isEqualTo(400);
      assertThat(seen.post("/auth/passkey", "{}").status()).as("no credential").isEqualTo(400);
      var without =
          new Http(HOME)
              .with("Cookie", cookie.replaceAll("overwinter_passkey=[^;]*;?", ""))
              .with("X-CSRF-TOKEN", String.valueOf(sent.headers().get("x-csrf-token")));
      assertThat(without.post("/auth/passkey", sent.postData()).status())
          .as("without its question")
          .isEqualTo(400);
      assertThat(new Http(HOME).post("/auth/passkey", sent.postData()).status())
          .as("from another site")
          .isEqualTo(403);
    }
  }

  @Test
  @Tag("S-01")
  void whoIsInProvesItOnceMoreWithTheirOwnPasskey() {
    List.of("prover", "prover-2").forEach(PLATFORM::account);
    try (var context = context()) {
      var page = context.newPage();
      var _ = device(context, page);
      logIn(page, "prover");
      page.navigate("/account");
      page.locator("#make-passkey").click();
      assertThat(page.locator("#passkeys .things")).containsText("Passkey");
      update("UPDATE logins SET proved_at = NULL WHERE account_id = 'id-of-prover'");
      page.navigate("/account");
      assertThat(page.locator("#make-passkey")).hasCount(0);
      page.getByText("Make a key…").click();
      page.waitForURL("**/auth/confirm?next=/account");
      page.locator("#use-passkey").click();
      page.waitForURL("**/account");
      assertThat(page.locator("#make-passkey")).isVisible();

      update("UPDATE logins SET proved_at = NULL WHERE account_id = 'id-of-prover'");
      // The device opens another account now.
      update("UPDATE passkeys SET account_id = 'id-of-prover-2' WHERE account_id = 'id-of-prover'");
      page.navigate("/auth/confirm");
      assertThat(page.locator("#use-passkey")).hasCount(0);
    }
  }

  @Test
  void whereBrowsersKnowNoPasskeysThatIsSaid() {
    PLATFORM.account("plain");
    var refused = PLATFORM.as("plain").post("/api/account/passkeys/options", "");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text("detail")).contains("OVERWINTER_API_PUBLIC_URL");
  }

  private static void logIn(Page page, String name) {
    page.navigate("/auth/login");
    page.getByLabel("Name").fill(name);
    page.getByLabel("Password").fill(Platform.password(name));
    page.locator("form.panel button").click();
    page.waitForURL("**/servers");
  }

  private static void logOut(Page page) {
    page.locator("details.menu summary").click();
    page.locator("details.menu button").click();
    page.waitForURL("**/auth/login");
  }

  private static BrowserContext context() {
    return CHROMIUM.visitor(new Browser.NewContextOptions().setBaseURL(HOME));
  }

  /// An authenticator of its own for a page.
  private record Device(CDPSession line, String id) {}

  private static Device device(BrowserContext context, Page page) {
    var line = context.newCDPSession(page);
    line.send("WebAuthn.enable");
    var options = new JsonObject();
    options.addProperty("protocol", "ctap2");
    options.addProperty("transport", "internal");
    options.addProperty("hasResidentKey", true);
    options.addProperty("hasUserVerification", true);
    options.addProperty("isUserVerified", true);
    options.addProperty("automaticPresenceSimulation", true);
    var asked = new JsonObject();
    asked.add("options", options);
    var id = line.send("WebAuthn.addVirtualAuthenticator", asked).get("authenticatorId");
    return new Device(line, id.getAsString());
  }

  /// As a copy of the device would: its counter is behind.
  private static void forgetCounter(Device device) {
    var which = new JsonObject();
    which.addProperty("authenticatorId", device.id());
    var keys = device.line().send("WebAuthn.getCredentials", which).getAsJsonArray("credentials");
    device.line().send("WebAuthn.clearCredentials", which.deepCopy());
    keys.forEach(key -> {
      var copy = which.deepCopy();
      key.getAsJsonObject().addProperty("signCount", 0);
      copy.add("credential", key);
      device.line().send("WebAuthn.addCredential", copy);
    });
  }

  private static void update(String sql) {
    assertThat(PLATFORM.sql().sql(sql).update()).isEqualTo(1);
  }
}
