package dev.overwinter.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import dev.overwinter.api.ApiMain;
import dev.overwinter.platform.Browser;
import dev.overwinter.platform.Chromium;
import dev.overwinter.platform.Http;
import dev.overwinter.platform.Platform;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/// What the development profile opens, to whom, and only it.
final class DevelopmentIT {
  private static final Pattern HIDDEN =
      Pattern.compile("<input type=\"hidden\" name=\"(\\w+)\" value=\"([^\"]*)\"");
  private static final Platform PLATFORM = Platform.shared();

  /// What Spring can be told beside us opens it to other machines: that must not matter.
  private static final ConfigurableApplicationContext API =
      ApiMain.application(
              Platform.config(
                  0,
                  PLATFORM.secrets(),
                  PLATFORM.database(),
                  PLATFORM.target(),
                  Map.of(
                      "OVERWINTER_API_PROFILE", "development",
                      "OVERWINTER_API_PAYMENTS", "simulated")))
          .run("--server.address=0.0.0.0");

  private final Browser browser = new Browser(url());

  @AfterAll
  static void close() {
    API.close();
  }

  @Test
  @Tag("S-02")
  void aDeveloperIsLetInHereAndNowhereElse() {
    var program = new Http(url()).post("/auth/dev-login", "{}");
    assertThat(program.status()).as(program.body()).isEqualTo(200);
    assertThat(program.json().at("/user/is_admin").asBoolean()).isTrue();
    assertThat(browser.get("/auth/login").body()).contains("Development login");
    var back = browser.post("/auth/dev-login", Map.of());
    assertThat(back.statusCode()).isEqualTo(303);
    assertThat(Browser.location(back)).isEqualTo("/dashboard");
    assertThat(browser.get("/audit").statusCode()).isEqualTo(200);
    DeveloperDoors.assertShut(PLATFORM.stranger());
    var page = new Browser(PLATFORM.url()).get("/auth/login").body();
    assertThat(page).doesNotContain("Development");
  }

  @Test
  @Tag("S-02")
  void whoIsSentByAnotherSiteOrAFrontOrComesFromElsewhereFindsNothing() throws IOException {
    var elsewhere = elsewhere();
    for (var door : DeveloperDoors.ALL) {
      assertThat(ask("127.0.0.1", door, "Host: evil.example")).as(door).contains(" 404");
      assertThat(ask("127.0.0.1", door, "Host: localhost\r\nX-Forwarded-For: 203.0.113.1"))
          .as("%s through a front", door)
          .contains(" 404");
      assertThat(ask(elsewhere, door, "Host: localhost"))
          .as("%s from another machine", door)
          .contains(" 404");
    }
    for (var door : DeveloperDoors.ALL.subList(0, 4)) {
      assertThat(ask("127.0.0.1", door, "Host: localhost")).as(door).contains(" 200");
    }
  }

  @Test
  @Tag("S-03")
  void aDeveloperSignsInAsEverybodyDoesAndIsWhoeverTheySay() {
    assertThat(browser.get("/auth/login").body()).contains("Continue with Development");
    var going = Browser.location(browser.get("/auth/login/development?next=/account"));
    assertThat(going)
        .startsWith(url() + "/dev/oidc/oauth2/authorize?response_type=code&")
        .contains("&state=", "&nonce=", "&code_challenge=", "&code_challenge_method=S256");
    var page = browser.get(Browser.location(browser.get(going)));
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("script-src 'self';", "form-action 'self';", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    var back = browser.post("/dev/oidc/oauth2/authorize", typed(page, "Ada Lovelace"));
    assertThat(Browser.location(back)).startsWith(url() + "/auth/callback/development?code=");
    var arrived = browser.get(Browser.location(back));
    assertThat(arrived.statusCode()).as(arrived.body()).isEqualTo(303);
    assertThat(Browser.location(arrived)).isEqualTo("/account");
    assertThat(who(browser)).isEqualTo("ada-lovelace");
    assertThat(browser.cookie("JSESSIONID")).as("nothing is kept").isEmpty();
    assertThat(browser.get("/auth/password").body())
        .as("whoever was asked just now has proved who they are")
        .contains("New password");

    var again = new Browser(url());
    signIn(again, Map.of("name", "Ada Lovelace"));
    assertThat(who(again)).isEqualTo("ada-lovelace");
    var another = new Browser(url());
    signIn(another, Map.of("name", "Ada Lovelace", "new_person", "1"));
    assertThat(who(another)).startsWith("ada-lovelace-").isNotEqualTo(who(again));
    var known = new Browser(url());
    signIn(known, Map.of("name", who(another).replace("ada-lovelace-", "Ada Lovelace-")));
    assertThat(who(known)).as("the new person, who is known now").isEqualTo(who(another));
    assertThat(new Http(url()).with("Authorization", "Bearer " + access(again)).get("/api/users"))
        .as("no admin")
        .extracting(Http.Answer::status)
        .isEqualTo(403);
  }

  @Test
  @Tag("B-06")
  void whereNobodyPaysCreditsAreThereOnceHoweverOftenTheFormIsSent() {
    signIn(browser, Map.of("name", "Croesus", "new_person", "1"));
    var payment = Map.of("credits", "25", "key", UUID.randomUUID().toString());
    for (var time = 0; time < 2; time++) {
      var sent = browser.form("/billing", "/billing/add-funds", payment);
      assertThat(Browser.location(sent)).as(sent.body()).isEqualTo("/billing");
      assertThat(browser.get("/billing").body())
          .contains("25 credits are there; nobody has paid.")
          .containsOnlyOnce("+25.000000");
    }
  }

  @Test
  @Tag("S-03")
  void whatIsNotOurOwnSignInIsRefused() {
    var going = Browser.location(browser.get("/auth/login/development"));
    for (var wrong :
        List.of(
            going.replaceFirst("redirect_uri=[^&]+", "redirect_uri=https://evil.example/"),
            going.replaceFirst("&code_challenge=[^&]+", ""),
            going.replaceFirst("client_id=[^&]+", "client_id=another"),
            going.replaceFirst("response_type=code", "response_type=token"))) {
      assertThat(browser.get(wrong).statusCode()).as(wrong).isEqualTo(400);
    }
    var page = browser.get(Browser.location(browser.get(going)));
    var forged = typed(page, "Mallory");
    forged.remove("_csrf");
    var refused = browser.post("/dev/oidc/oauth2/authorize", forged);
    assertThat(refused.statusCode()).as("a form of another site").isEqualTo(403);
    for (var name : List.of(" ", "x".repeat(65), "a\0b")) {
      var nobody = browser.post("/dev/oidc/oauth2/authorize", typed(page, name));
      assertThat(nobody.statusCode()).isEqualTo(303);
      assertThat(browser.get(Browser.location(nobody)).body()).contains("1 to 64 characters");
    }
    var code = Browser.location(browser.post("/dev/oidc/oauth2/authorize", typed(page, "Eve")));
    var redeemed =
        new Http(url())
            .with("Authorization", "Basic " + client())
            .form(
                "/dev/oidc/oauth2/token",
                Map.of(
                    "grant_type",
                    "authorization_code",
                    "code",
                    code.replaceFirst(".*[?&]code=([^&]+).*", "$1"),
                    "redirect_uri",
                    url() + "/auth/callback/development",
                    "code_verifier",
                    "a-verifier-of-somebody-else-that-is-long-enough"));
    assertThat(redeemed.status()).as("without the verifier").isEqualTo(400);
    assertThat(redeemed.body()).contains("invalid_grant");
  }

  @Test
  @Tag("S-05")
  void thePageWorksInARealBrowserWithoutScriptsAndByEveryNameOfThisMachine() {
    var home = url().replace("127.0.0.1", "localhost");
    try (var chromium = new Chromium();
        var visitor =
            chromium.visitor(
                new NewContextOptions().setBaseURL(home).setJavaScriptEnabled(false))) {
      var page = visitor.newPage();
      page.navigate("/auth/login");
      page.getByText("Continue with Development").click();
      page.waitForURL(address -> address.startsWith(home + "/dev/oidc/sign-in?"));
      page.getByLabel("Name").fill("<b>Grace</b>");
      page.locator("form.panel button").click();
      page.waitForURL(home + "/servers");
      page.navigate("/account");
      assertThat(page.locator("main").textContent()).contains("<b>Grace</b>");
    }
  }

  @Test
  void noneOfItIsInTheDescriptionOfTheApi() {
    var described = new Http(url()).get("/openapi.json").body();
    assertThat(described).contains("/auth/login").doesNotContain("/dev/", "/oauth2/", "dev-login");
  }

  private static void signIn(Browser browser, Map<String, String> fields) {
    var going = Browser.location(browser.get("/auth/login/development"));
    var all = typed(browser.get(Browser.location(browser.get(going))), "");
    all.putAll(fields);
    var back = browser.post("/dev/oidc/oauth2/authorize", all);
    assertThat(browser.get(Browser.location(back)).statusCode()).isEqualTo(303);
  }

  /// The page's form, with a name in it.
  private static Map<String, String> typed(HttpResponse<String> page, String name) {
    var fields = new LinkedHashMap<String, String>();
    HIDDEN
        .matcher(page.body())
        .results()
        .forEach(field -> fields.put(field.group(1), field.group(2)));
    assertThat(fields).as(page.body()).containsKeys("_csrf", "state", "nonce", "code_challenge");
    fields.put("name", name);
    return fields;
  }

  private static String client() {
    var provider = API.getBean(KnownProviders.class).find("development").orElseThrow();
    var words = provider.clientId() + ":" + provider.secret();
    return Base64.getEncoder().encodeToString(words.getBytes(StandardCharsets.US_ASCII));
  }

  private static String who(Browser browser) {
    return new Http(url())
        .with("Authorization", "Bearer " + access(browser))
        .get("/api/me")
        .text("username");
  }

  private static String access(Browser browser) {
    return browser.cookie("access_token").orElseThrow();
  }

  /// The first line of an answer.
  private static String ask(String address, String door, String headers) throws IOException {
    try (var socket = new Socket(address, URI.create(url()).getPort())) {
      socket.setSoTimeout(20_000);
      var request = door + " HTTP/1.1\r\n" + headers + "\r\nContent-Length: 0\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
          .readLine();
    }
  }

  /// An address of this machine that is not a loopback one: whoever comes by it has it, too.
  private static String elsewhere() throws IOException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
        .findFirst()
        .orElseThrow()
        .getHostAddress();
  }

  private static String url() {
    return "http://127.0.0.1:" + API.getEnvironment().getProperty("local.server.port");
  }
}
