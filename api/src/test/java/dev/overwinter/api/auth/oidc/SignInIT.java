package dev.overwinter.api.auth.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.overwinter.api.ApiMain;
import dev.overwinter.platform.Browser;
import dev.overwinter.platform.Http;
import dev.overwinter.platform.Platform;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;

/// Signing in with real providers in this process: an honest one, and one that lies.
final class SignInIT {
  private static final Platform PLATFORM = Platform.shared();
  private static final String SECRET = "a-client-secret-that-nobody-else-knows";
  private static final String CLIENT = "overwinter-test";
  private static final String TENANT = "11111111-2222-3333-4444-555555555555";
  private static final MockOAuth2Server HONEST = new MockOAuth2Server();

  private static final CrookedProvider CROOKED = crooked();
  private static final ConfigurableApplicationContext API = start();

  private static CrookedProvider crooked() {
    try {
      return new CrookedProvider();
    } catch (IOException | JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ConfigurableApplicationContext start() {
    try {
      HONEST.start(InetAddress.getLoopbackAddress(), 0);
      var file = Files.writeString(PLATFORM.secrets().resolve("client-secret"), SECRET + "\n");
      var env = new HashMap<String, String>();
      provider(env, "GOOGLE", HONEST.issuerUrl("google").toString(), file.toString());
      provider(env, "GUILD", HONEST.issuerUrl("guild").toString(), file.toString());
      provider(env, "CROOKED", CROOKED.issuer(), file.toString());
      provider(env, "GONE", "http://127.0.0.1:1", file.toString());
      env.put("OVERWINTER_API_OIDC_GUILD_LABEL", "Guild of Wanderers");
      return ApiMain.application(
              Platform.config(0, PLATFORM.secrets(), PLATFORM.database(), "127.0.0.1:1", env))
          .run();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void provider(
      Map<String, String> env, String name, String issuer, String secretFile) {
    env.put("OVERWINTER_API_OIDC_" + name + "_ISSUER", issuer);
    env.put("OVERWINTER_API_OIDC_" + name + "_CLIENT_ID", CLIENT);
    env.put("OVERWINTER_API_OIDC_" + name + "_CLIENT_SECRET_FILE", secretFile);
  }

  private final Browser browser = new Browser(url());

  @BeforeAll
  static void ready() {
    assertThat(new Http(url()).get("/healthz").status()).isEqualTo(200);
  }

  @AfterAll
  static void close() {
    API.close();
    HONEST.shutdown();
    CROOKED.close();
  }

  @Test
  @Tag("S-03")
  void aStrangerSignsInAndIsTheSamePersonNextTime() {
    var back = travel("google", "subject-1", Map.of("preferred_username", "Ünïcorn Rider"));
    assertThat(back.statusCode()).as(back.body()).isEqualTo(303);
    assertThat(Browser.location(back)).isEqualTo("/dashboard");
    assertThat(who(browser)).isEqualTo("unicorn-rider");
    assertThat(back.headers().allValues("Set-Cookie"))
        .anyMatch(cookie ->
            cookie.startsWith("access_token=")
                && cookie.contains("HttpOnly")
                && cookie.contains("SameSite=Lax"));

    var elsewhere = new Browser(url());
    var again = travel(elsewhere, "google", "subject-1", Map.of("preferred_username", "Renamed"));
    assertThat(again.statusCode()).isEqualTo(303);
    assertThat(who(elsewhere)).as("found by subject, not by name").isEqualTo("unicorn-rider");
  }

  @Test
  @Tag("S-03")
  void theJourneyHasStateNonceAndPkce() {
    var going = URI.create(Browser.location(browser.get("/auth/login/google"))).getQuery();
    assertThat(going)
        .contains("response_type=code", "code_challenge_method=S256", "code_challenge=")
        .contains("state=", "nonce=", "scope=openid");
    assertThat(going).contains("redirect_uri=" + url() + "/auth/callback/google");
    assertThat(browser.cookie("overwinter_journey").orElseThrow())
        .as("sealed")
        .startsWith("sealed:v1:");
  }

  @Test
  @Tag("S-03")
  void anotherProvidersIdentityWithTheSameAddressIsAnotherAccount() {
    var mail = Map.<String, Object>of("email", "owner@example.org", "email_verified", true);
    travel("google", "owner", mail);
    var owner = who(browser);
    var thief = new Browser(url());
    travel(thief, "guild", "thief", mail);
    assertThat(who(thief)).isNotEqualTo(owner).startsWith("owner");
    var sameSubject = new Browser(url());
    travel(sameSubject, "guild", "owner", mail);
    assertThat(who(sameSubject)).as("another issuer's subject").isNotIn(owner, who(thief));
  }

  @Test
  @Tag("S-03")
  void aSecondIdentityIsLinkedOnlyFromTheOwnPage() {
    travel("google", "linker", asked("Linker"));
    var page = browser.get("/account");
    var link =
        page.body().replaceFirst("(?s).*href=\"(/auth/login/guild\\?link=[0-9a-f]+)\".*", "$1");
    assertThat(link).startsWith("/auth/login/guild?link=");

    var stranger = new Browser(url());
    assertThat(stranger.get(link).statusCode()).as("without the login").isEqualTo(403);
    travel(stranger, "google", "another", asked("Another"));
    assertThat(stranger.get(link).statusCode()).as("of another login").isEqualTo(403);

    say("guild", "linker-at-guild", Map.of());
    var arrived = browser.get(Browser.location(browser.get(link)));
    assertThat(Browser.location(browser.get(Browser.location(arrived)))).isEqualTo("/account");
    var fresh = new Browser(url());
    travel(fresh, "guild", "linker-at-guild", Map.of());
    assertThat(who(fresh)).isEqualTo("linker");

    say("guild", "linker-at-guild", Map.of());
    var taken = link(stranger, "guild");
    assertThat(taken.statusCode()).as("opens another account").isEqualTo(403);
  }

  @Test
  @Tag("S-01")
  void whoeverWasLetThroughWithoutBeingAskedProvesItBeforeTheyStay() {
    travel("google", "silent", Map.of("name", "Silent"));
    var account = browser.get("/account").body();
    assertThat(account).contains("Link another…").doesNotContain("?link=");
    var password = browser.get("/auth/password");
    assertThat(Browser.location(password)).isEqualTo("/auth/confirm?next=/auth/password");
    var page = browser.get(Browser.location(password)).body();
    assertThat(page).contains("Sign in with Google again").doesNotContain("type=\"password\"");
    var before = browser.cookie("access_token").orElseThrow();

    var again = "/auth/login/google?next=/auth/password&confirm=1";
    assertThat(page).contains(again.replace("&", "&amp;"));
    say("google", "silent", Map.of("auth_time", Instant.now().minusSeconds(3600).getEpochSecond()));
    assertThat(arriveBy(again)).isEqualTo("/auth/password");
    assertThat(Browser.location(browser.get("/auth/password")))
        .as("the provider says that it was long ago")
        .startsWith("/auth/confirm");
    say("google", "silent", Map.of());
    assertThat(arriveBy(again)).isEqualTo("/auth/password");
    assertThat(browser.get("/auth/password").body()).contains("New password");
    var replaced = new Http(url()).with("Authorization", "Bearer " + before).get("/api/me");
    assertThat(replaced.status()).as("the login before").isEqualTo(401);
    assertThat(browser.get("/account").body()).contains("?link=");
  }

  private String arriveBy(String path) {
    var going = Browser.location(browser.get(path));
    assertThat(browser.get(going).body()).as("it asks, whomever it knows").contains("<form");
    var arrived = Browser.location(browser.post(going, Map.of("username", "silent")));
    return Browser.location(browser.get(arrived));
  }

  /// What a provider says that has just asked somebody who they are.
  private static Map<String, Object> asked(String name) {
    return Map.of("name", name, "auth_time", Instant.now().getEpochSecond());
  }

  @Test
  @Tag("S-01")
  void aLinkThatWasMadeInTimeIsNotFollowedLater() {
    travel("google", "latecomer", asked("Latecomer"));
    var link =
        browser
            .get("/account")
            .body()
            .replaceFirst("(?s).*href=\"(/auth/login/guild\\?link=[0-9a-f]+)\".*", "$1");
    var _ =
        PLATFORM
            .sql()
            .sql(
                "UPDATE logins SET proved_at = NULL WHERE account_id ="
                    + " (SELECT id FROM accounts WHERE name = 'latecomer')")
            .update();
    assertThat(Browser.location(browser.get(link))).isEqualTo("/auth/confirm?next=/account");
  }

  @Test
  @Tag("S-03")
  void theLastWayInCannotBeTakenAway() {
    travel("google", "only-one", asked("Only One"));
    var refused = unlink(browser);
    assertThat(refused.statusCode()).isEqualTo(303);
    assertThat(browser.get("/account").body()).contains("only way into your account");
    say("guild", "only-one-at-guild", Map.of());
    link(browser, "guild");
    unlink(browser);
    assertThat(browser.get("/account").body()).contains("does not open your account any more");
  }

  private static HttpResponse<String> unlink(Browser browser) {
    var path =
        browser
            .get("/account")
            .body()
            .replaceFirst("(?s).*?action=\"(/account/identities/[^\"]+/unlink)\".*", "$1");
    return browser.form("/account", path, Map.of());
  }

  private static HttpResponse<String> link(Browser browser, String provider) {
    var page = browser.get("/account").body();
    var path =
        page.replaceFirst("(?s).*href=\"(/auth/login/" + provider + "\\?link=[0-9a-f]+)\".*", "$1");
    return browser.get(Browser.location(browser.get(Browser.location(browser.get(path)))));
  }

  @Test
  @Tag("S-03")
  void aDisabledAccountStaysOut() {
    travel("google", "banned", Map.of("name", "Banned One"));
    PLATFORM.sql().sql("UPDATE accounts SET disabled = true WHERE name = 'banned-one'").update();
    assertThat(browser.get("/account").statusCode()).as("at once").isEqualTo(303);
    var again = travel(new Browser(url()), "google", "banned", Map.of("name", "Banned One"));
    assertThat(again.statusCode()).isEqualTo(403);
  }

  @Test
  @Tag("S-03")
  void aWrongNonceAudienceIssuerOrTimeIsRefused() {
    for (var wrong :
        List.<Map<String, Object>>of(
            Map.of("nonce", "another"),
            Map.of("aud", List.of("another-client")),
            Map.of("iss", "https://accounts.example"),
            Map.of("exp", Instant.now().minusSeconds(3600).getEpochSecond()),
            Map.of("iat", Instant.now().plusSeconds(3600).getEpochSecond()))) {
      var visitor = new Browser(url());
      assertRefused(visitor, travel(visitor, "google", "liar", wrong), wrong.toString());
    }
  }

  @Test
  @Tag("S-03")
  void aWrongOrMissingStateIsRefused() {
    say("google", "state", Map.of());
    var arrived =
        Browser.location(browser.get(Browser.location(browser.get("/auth/login/google"))));
    var wrong = arrived.replaceFirst("state=[^&]+", "state=guess");
    assertRefused(browser, browser.get(wrong), "wrong state");
    var missing = arrived.replaceFirst("&?state=[^&]+", "");
    assertRefused(browser, browser.get(missing), "no state");
    var other = new Browser(url());
    assertRefused(other, other.get(arrived), "another browser");
    var door = arrived.replace("/auth/callback/google", "/auth/callback/guild");
    assertRefused(browser, browser.get(door), "another provider's door");
    assertThat(browser.get(arrived).statusCode()).as("the right one").isEqualTo(303);
  }

  @Test
  @Tag("S-03")
  void anArrivalIsGoodOnce() {
    say("google", "replayed", Map.of("name", "Replayed"));
    var going = Browser.location(browser.get("/auth/login/google"));
    var kept = browser.cookie("overwinter_journey").orElseThrow();
    var arrived = Browser.location(browser.get(going));
    assertThat(browser.get(arrived).statusCode()).isEqualTo(303);

    var replay = new Browser(url());
    replay.plant("overwinter_journey", kept, "/auth/callback");
    assertRefused(replay, replay.get(arrived), "the provider knows the code no more");

    var codes = new Browser(url());
    codes.plant("overwinter_journey", kept, "/auth/callback");
    say("google", "replayed", Map.of("name", "Replayed"));
    var fresh = Browser.location(browser.get(going)); // same journey, a code of now
    assertRefused(codes, codes.get(fresh), "a journey ends once");
  }

  @Test
  @Tag("S-03")
  void aCodeOfAnothersJourneyIsRefused() {
    say("google", "victim", Map.of("name", "Victim"));
    var victims =
        Browser.location(browser.get(Browser.location(browser.get("/auth/login/google"))));
    var code = victims.replaceFirst(".*[?&]code=([^&]+).*", "$1");
    var thief = new Browser(url());
    var mine = Browser.location(thief.get(Browser.location(thief.get("/auth/login/google"))));
    var injected = mine.replaceFirst("code=[^&]+", "code=" + code);
    assertRefused(thief, thief.get(injected), "PKCE binds a code to its journey");
  }

  @Test
  @Tag("S-03")
  void aChangedOrForeignJourneyIsRefused() {
    say("google", "changed", Map.of());
    var arrived =
        Browser.location(browser.get(Browser.location(browser.get("/auth/login/google"))));
    var kept = browser.cookie("overwinter_journey").orElseThrow();
    for (var wrong : List.of(kept.substring(0, kept.length() - 5) + "AAAA=", "{}", "sealed:v1:")) {
      var visitor = new Browser(url());
      visitor.plant("overwinter_journey", wrong, "/auth/callback");
      assertRefused(visitor, visitor.get(arrived), wrong);
    }
  }

  @Test
  @Tag("S-03")
  void aSharedProviderIsBelievedForItsOwnTenantsOnly() {
    assertRefused(lie(claims -> claims.claim("tid", null)), "no tenant");
    assertRefused(lie(claims -> claims.claim("tid", "common")), "no real tenant");
    assertRefused(
        lie(claims -> claims.claim("tid", "99999999-2222-3333-4444-555555555555")), "not its own");
    assertRefused(lie(claims -> claims.audience("another")), "another client's");
    assertRefused(lie(claims -> claims.audience(List.of(CLIENT, "another"))), "of two clients");
    assertRefused(lie(claims -> claims.issuer("https://evil.example/v2.0")), "another host");
    CROOKED.says(nonce -> CROOKED.signed(claims(nonce).build()));
    var good = arriveAtCrooked(browser);
    assertThat(good.statusCode()).as(good.body()).isEqualTo(303);
  }

  @Test
  @Tag("S-10")
  void aProvidersOddWordsBreakNothing() {
    var named = travel("google", "odd-words", Map.of("email", "a\0b@example.org", "name", "\0"));
    assertThat(named.statusCode()).as(named.body()).isEqualTo(303);
    assertThat(browser.get("/account").body()).contains("a?b@example.org");
    assertRefused(new Browser(url()), travel("google", "odd\0subject", Map.of()), "no subject");
  }

  @Test
  @Tag("S-03")
  void aTokenThatTheProviderHasNotSignedIsRefused() throws JOSEException {
    CROOKED.says(nonce -> CrookedProvider.unsigned(claims(nonce).build()));
    assertRefused(browser, arriveAtCrooked(browser), "alg none");
    CROOKED.says(nonce -> CrookedProvider.shared(claims(nonce).build(), SECRET));
    assertRefused(browser, arriveAtCrooked(browser), "signed with the client's secret");
    var foreign = new RSAKeyGenerator(2048).keyID("crooked").generate();
    CROOKED.says(nonce -> CrookedProvider.signed(claims(nonce).build(), foreign));
    assertRefused(browser, arriveAtCrooked(browser), "another key of the same name");
    CROOKED.says(_ -> "no.token");
    assertRefused(browser, arriveAtCrooked(browser), "no token at all");
  }

  @Test
  void aProviderThatIsNotThereIsNamed() {
    assertThat(browser.get("/auth/login/microsoft").statusCode()).isEqualTo(503);
    assertThat(browser.get("/auth/login/gone").statusCode()).as("does not answer").isEqualTo(503);
    assertThat(browser.get("/auth/login/nobody").statusCode()).isEqualTo(404);
    var callback = new Http(url()).get("/auth/callback/microsoft");
    assertThat(callback.status()).isEqualTo(400);
    assertThat(callback.text("detail")).isEqualTo("Authentication failed");
    var page = browser.get("/auth/login").body();
    assertThat(page).contains("Continue with Google", "Continue with Guild of Wanderers");
    assertThat(page).doesNotContain("Development login");
  }

  @Test
  @Tag("S-06")
  void nobodyIsSentToAnotherSiteAfterwards() {
    say("google", "tourist", Map.of());
    var back =
        browser.get(
            Browser.location(
                browser.get(
                    Browser.location(browser.get("/auth/login/google?next=//evil.example")))));
    assertThat(Browser.location(back)).isEqualTo("/dashboard");
  }

  @ParameterizedTest
  @Tag("S-02")
  @ValueSource(strings = {"/auth/dev-login", "/auth/mock-login"})
  void thereIsNoBackDoor(String path) {
    assertThat(new Http(url()).post(path, "{}").status()).isIn(401, 403, 404);
    assertThat(new Http(url()).post("/auth/dev-login", "{}").status()).isEqualTo(404);
  }

  private static HttpResponse<String> lie(UnaryOperator<JWTClaimsSet.Builder> change) {
    CROOKED.says(nonce -> CROOKED.signed(change.apply(claims(nonce)).build()));
    return arriveAtCrooked(new Browser(url()));
  }

  private static HttpResponse<String> arriveAtCrooked(Browser browser) {
    var going = Browser.location(browser.get("/auth/login/crooked"));
    var nonce = going.replaceFirst(".*[?&]nonce=([^&]+).*", "$1");
    var state = going.replaceFirst(".*[?&]state=([^&]+).*", "$1");
    return browser.get("/auth/callback/crooked?code=" + nonce + "&state=" + state);
  }

  @SuppressWarnings("JavaUtilDate") // Nimbus speaks it
  private static JWTClaimsSet.Builder claims(String nonce) {
    return new JWTClaimsSet.Builder()
        .issuer(CROOKED.issuer(TENANT))
        .claim("tid", TENANT)
        .subject("somebody")
        .audience(CLIENT)
        .claim("nonce", nonce)
        .issueTime(new Date())
        .expirationTime(Date.from(Instant.now().plusSeconds(300)));
  }

  private static void assertRefused(HttpResponse<String> answer, String why) {
    assertThat(answer.statusCode()).as(why).isEqualTo(400);
    assertThat(answer.body()).as(why).contains("Authentication failed");
  }

  private static void assertRefused(Browser browser, HttpResponse<String> answer, String why) {
    assertRefused(answer, why);
    assertThat(browser.cookie("access_token")).as(why).isEmpty();
  }

  private HttpResponse<String> travel(String provider, String subject, Map<String, Object> claims) {
    return travel(browser, provider, subject, claims);
  }

  private static HttpResponse<String> travel(
      Browser browser, String provider, String subject, Map<String, Object> claims) {
    say(provider, subject, claims);
    var arrived =
        Browser.location(browser.get(Browser.location(browser.get("/auth/login/" + provider))));
    return browser.get(arrived);
  }

  private static void say(String provider, String subject, Map<String, Object> claims) {
    HONEST.enqueueCallback(
        new DefaultOAuth2TokenCallback(provider, subject, "JWT", null, claims, 3600));
  }

  private static String who(Browser browser) {
    return new Http(url())
        .with("Authorization", "Bearer " + browser.cookie("access_token").orElseThrow())
        .get("/api/me")
        .text("username");
  }

  private static String url() {
    return "http://127.0.0.1:" + API.getEnvironment().getProperty("local.server.port");
  }
}
