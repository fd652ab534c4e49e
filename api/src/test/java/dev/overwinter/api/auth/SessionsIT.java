package dev.overwinter.api.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import dev.overwinter.api.ApiMain;
import dev.overwinter.api.Problem;
import dev.overwinter.platform.Browser;
import dev.overwinter.platform.Http;
import dev.overwinter.platform.Platform;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;

/// How long a login lasts, and what ends it.
final class SessionsIT {
  private static final Platform PLATFORM = Platform.shared();

  /// A second process on the same database, as after a restart; everybody may register.
  private static final ConfigurableApplicationContext OTHER =
      ApiMain.application(
              Platform.config(
                  0,
                  PLATFORM.secrets(),
                  PLATFORM.database(),
                  "127.0.0.1:1",
                  Map.of("OVERWINTER_API_SIGN_UP", "open")))
          .run();

  private final Http stranger = PLATFORM.stranger();

  @AfterAll
  static void close() {
    OTHER.close();
  }

  @Test
  @Tag("S-01")
  void aRefreshTokenIsGoodOnceAndACopyEndsTheLogin() {
    PLATFORM.account("rotator");
    var first = PLATFORM.login("rotator").text("refresh_token");
    var second = refresh(stranger, first);
    assertThat(second.status()).as(second.body()).isEqualTo(200);
    var mine = bearer(stranger, second);
    assertThat(mine.get("/api/me").status()).isEqualTo(200);

    var third = refresh(stranger, second.text("refresh_token"));
    assertThat(third.status()).isEqualTo(200);
    assertThat(refresh(stranger, first).status()).as("the copy").isEqualTo(401);
    assertThat(refresh(stranger, third.text("refresh_token")).status())
        .as("nobody knows whose is whose")
        .isEqualTo(401);
    assertThat(mine.get("/api/me").status()).as("at once").isEqualTo(401);
    var kept =
        PLATFORM
            .sql()
            .sql("SELECT count(*) FROM refresh_tokens WHERE encode(hash, 'escape') LIKE ?")
            .param("%" + first + "%")
            .query(Integer.class)
            .single();
    assertThat(kept).as("only hashes").isZero();
  }

  @Test
  @Tag("S-01")
  void whoHasLostAnAnswerAsksAgainAndWhatWasLostIsDead() {
    PLATFORM.account("unlucky");
    var first = PLATFORM.login("unlucky").text("refresh_token");
    var lost = refresh(stranger, first).text("refresh_token");
    var again = refresh(stranger, first);
    assertThat(again.status()).as("the answer was lost on its way").isEqualTo(200);
    var next = refresh(stranger, again.text("refresh_token"));
    assertThat(next.status()).isEqualTo(200);
    assertThat(refresh(stranger, lost).status()).as("somebody has found it").isEqualTo(401);
    assertThat(bearer(stranger, next).get("/api/me").status()).isEqualTo(401);
  }

  @Test
  @Tag("S-01")
  void ofManyAtOnceWithOneRefreshTokenOneWayOnIsLeft() throws InterruptedException {
    PLATFORM.account("racer");
    var token = PLATFORM.login("racer").text("refresh_token");
    var one = (Callable<Integer>) () -> refresh(stranger, token).status();
    try (var crowd = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers =
          crowd.invokeAll(java.util.Collections.nCopies(8, one)).stream()
              .map(answer -> answer.resultNow())
              .toList();
      assertThat(answers).containsOnly(200);
    }
    var left =
        PLATFORM
            .sql()
            .sql(
                "SELECT count(*) FROM refresh_tokens t JOIN logins l ON l.id = t.login_id"
                    + " WHERE l.account_id = 'id-of-racer' AND used_at IS NULL"
                    + " AND NOT superseded AND l.ended_at IS NULL")
            .query(Integer.class)
            .single();
    assertThat(left).isEqualTo(1);
  }

  @Test
  @Tag("S-01")
  void aLoginIsGoodInEveryProcessAndItsEndToo() {
    PLATFORM.account("traveller");
    var login = PLATFORM.login("traveller");
    assertThat(bearer(other(), login).get("/api/me").text("username")).isEqualTo("traveller");
    assertThat(bearer(stranger, login).post("/auth/logout", "").text("detail"))
        .isEqualTo("Logged out");
    assertThat(bearer(other(), login).get("/api/me").status()).isEqualTo(401);
    assertThat(refresh(other(), login.text("refresh_token")).status()).isEqualTo(401);
  }

  @Test
  @Tag("S-01")
  void loggingOutEverywhereEndsEveryLogin() {
    PLATFORM.account("forgetful");
    var logins = List.of(PLATFORM.login("forgetful"), PLATFORM.login("forgetful"));
    PLATFORM.account("bystander");
    var bystander = PLATFORM.as("bystander");
    var listed = bearer(stranger, logins.getFirst()).get("/api/account/sessions").json();
    assertThat(listed).hasSize(2);
    var strange = bystander.delete("/api/account/sessions/" + listed.get(0).path("id").asText());
    assertThat(strange.status()).as("not one's own").isEqualTo(404);
    assertThat(bearer(stranger, logins.get(1)).post("/auth/logout/everywhere", "").status())
        .isEqualTo(200);
    logins.forEach(login -> {
      assertThat(bearer(stranger, login).get("/api/me").status()).isEqualTo(401);
      assertThat(refresh(stranger, login.text("refresh_token")).status()).isEqualTo(401);
    });
    assertThat(bystander.get("/api/me").status()).isEqualTo(200);
  }

  @Test
  @Tag("S-01")
  void oneOfTheOwnLoginsCanBeEnded() {
    PLATFORM.account("pruner");
    var lost = PLATFORM.login("pruner");
    var mine = PLATFORM.as("pruner");
    var id =
        mine.get("/api/account/sessions").json().findParents("current").stream()
            .filter(login -> !login.path("current").asBoolean())
            .findFirst()
            .orElseThrow()
            .path("id")
            .asText();
    assertThat(mine.delete("/api/account/sessions/" + id).status()).isEqualTo(204);
    assertThat(bearer(stranger, lost).get("/api/me").status()).isEqualTo(401);
    assertThat(mine.get("/api/me").status()).isEqualTo(200);
  }

  @Test
  @Tag("S-04")
  void aBrowserIsRenewedWithoutNoticingAndItsOpenFormsStayGood() {
    var browser = logIn("surfer");
    var before = browser.cookie("refresh_token").orElseThrow();
    var page = browser.get("/account").body();
    var token = page.replaceFirst("(?s).*name=\"_csrf\" value=\"([^\"]+)\".*", "$1");
    browser.plant("access_token", "ended", "/");
    assertThat(browser.get("/servers").statusCode()).isEqualTo(200);
    assertThat(browser.cookie("refresh_token"))
        .hasValueSatisfying(now -> assertThat(now).isNotEqualTo(before));
    assertThat(browser.cookie("access_token"))
        .hasValueSatisfying(now -> assertThat(now).isNotEqualTo("ended"));
    var sent = browser.post("/servers/nope/wake", Map.of("_csrf", token));
    assertThat(sent.statusCode()).as("an open form is still believed").isEqualTo(404);
    assertThat(browser.post("/servers/nope/wake", Map.of("_csrf", "x")).statusCode())
        .isEqualTo(403);

    browser.plant("access_token", "ended", "/");
    browser.plant("refresh_token", before, "/");
    assertThat(browser.get("/servers").statusCode()).as("two tabs at once").isEqualTo(200);
    assertThat(browser.cookie("refresh_token")).as("no second way on").hasValue(before);
  }

  @Test
  @Tag("S-04")
  void aFormOfALoginThatHasEndedLeadsToTheLogin() {
    var browser = logIn("latecomer-at-a-form");
    var token =
        browser
            .get("/account")
            .body()
            .replaceFirst("(?s).*name=\"_csrf\" value=\"([^\"]+)\".*", "$1");
    assertThat(PLATFORM.as("latecomer-at-a-form").post("/auth/logout/everywhere", "").status())
        .isEqualTo(200);
    var late = browser.post("/account/sessions/end-all", Map.of("_csrf", token));
    assertThat(late.statusCode()).as(late.body()).isEqualTo(303);
    assertThat(Browser.location(late)).isEqualTo("/auth/login");
    assertThat(browser.form("/auth/login", "/auth/login", Map.of("_csrf", token)).statusCode())
        .as("and a login form is a new one")
        .isEqualTo(401);
  }

  /// Cookies know no ports: a game on the same host name can plant what it likes.
  @Test
  @Tag("S-04")
  void aPlantedCookieMakesNobodysFormGood() {
    PLATFORM.account("planter");
    var planter = new Browser(PLATFORM.url());
    planter.form(
        "/auth/login",
        "/auth/login",
        Map.of("username", "planter", "password", Platform.password("planter")));
    var theirs =
        planter
            .get("/account")
            .body()
            .replaceFirst("(?s).*name=\"_csrf\" value=\"([^\"]+)\".*", "$1");
    var login = planter.cookie("refresh_token").orElseThrow().replaceFirst("\\..*", ".x");
    var visit = new Browser(PLATFORM.url());
    var strangers =
        visit
            .get("/auth/login")
            .body()
            .replaceFirst("(?s).*name=\"_csrf\" value=\"([^\"]+)\".*", "$1");
    var visited = visit.cookie("overwinter_visit").orElseThrow();

    var victim = logIn("planted");
    var access = victim.cookie("access_token").orElseThrow();
    var browser =
        stranger.with(
            "Cookie",
            "access_token=%s; refresh_token=%s; overwinter_visit=%s"
                .formatted(access, login, visited));
    for (var token : List.of(theirs, strangers)) {
      var forged = browser.form("/account/sessions/end-all", Map.of("_csrf", token));
      assertThat(forged.status()).as(forged.body()).isEqualTo(403);
    }
    assertThat(victim.get("/account").statusCode()).isEqualTo(200);
  }

  @Test
  @Tag("S-01")
  void aCookieThatWasCopiedEndsTheLogin() {
    var browser = logIn("copied");
    var stolen = browser.cookie("refresh_token").orElseThrow();
    browser.plant("access_token", "ended", "/");
    assertThat(browser.get("/servers").statusCode()).isEqualTo(200);
    var _ =
        PLATFORM
            .sql()
            .sql("UPDATE refresh_tokens SET used_at = used_at - interval '1 minute'")
            .update();
    browser.plant("access_token", "ended", "/");
    assertThat(browser.get("/servers").statusCode()).as("its owner goes on").isEqualTo(200);
    var thief = new Browser(PLATFORM.url());
    thief.plant("refresh_token", stolen, "/");
    assertThat(Browser.location(thief.get("/servers"))).startsWith("/auth/login");
    assertThat(Browser.location(browser.get("/servers"))).startsWith("/auth/login");
    var again = Map.of("username", "copied", "password", Platform.password("copied"));
    assertThat(browser.form("/auth/login", "/auth/login", again).statusCode())
        .as("what is left of the old login does not keep out the new one")
        .isEqualTo(303);
  }

  @Test
  @Tag("S-04")
  void loggingOutAnswersAsTheCallerSpeaks() {
    var browser = logIn("leaver");
    var left = browser.form("/account", "/auth/logout", Map.of());
    assertThat(left.statusCode()).isEqualTo(303);
    assertThat(Browser.location(left)).isEqualTo("/auth/login");
    assertThat(left.headers().allValues("Set-Cookie"))
        .anyMatch(cookie -> cookie.startsWith("access_token=;"))
        .anyMatch(cookie -> cookie.startsWith("refresh_token=;"));
    assertThat(stranger.post("/auth/logout", "").status()).isIn(401, 403);
    var wrong = stranger.post("/auth/login", "{\"username\":\"leaver\",\"password\":\"no\"}");
    assertThat(wrong.status()).isEqualTo(401);
    assertThat(wrong.text("detail")).isEqualTo("Invalid credentials");
  }

  @Test
  @Tag("S-01")
  void othersCanCheckASignatureAndReplacedKeysAreDead() throws ParseException, JOSEException {
    PLATFORM.account("signed");
    var login = PLATFORM.login("signed");
    var token = SignedJWT.parse(login.text("access_token"));
    var published = JWKSet.parse(stranger.get("/.well-known/jwks.json").body());
    var key = published.getKeyByKeyId(token.getHeader().getKeyID()).toECKey();
    assertThat(token.verify(new ECDSAVerifier(key))).isTrue();
    assertThat(published.containsNonPublicKeys()).isFalse();
    assertThat(kept()).allSatisfy(row -> assertThat(row).startsWith("sealed:"));

    var forged =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(key.getKeyID()).build(),
            token.getJWTClaimsSet());
    forged.sign(new MACSigner(key.toJSONString().getBytes(StandardCharsets.UTF_8)));
    assertThat(bearer(stranger, forged.serialize()).get("/api/me").status()).isEqualTo(401);

    assertThat(bearer(stranger, login).post("/api/signing-keys/replace", "").status())
        .as("not everybody")
        .isEqualTo(403);
    assertThat(PLATFORM.admin().post("/api/signing-keys/replace", "").status()).isEqualTo(204);
    assertThat(bearer(stranger, login).get("/api/me").status()).isEqualTo(401);
    var renewed = refresh(stranger, login.text("refresh_token"));
    assertThat(bearer(stranger, renewed).get("/api/me").status()).isEqualTo(200);
    assertThat(SignedJWT.parse(renewed.text("access_token")).getHeader().getKeyID())
        .isNotEqualTo(key.getKeyID());
    assertThat(bearer(other(), renewed).get("/api/me").status())
        .as("another process finds the new key at once")
        .isEqualTo(200);
  }

  private static List<String> kept() {
    return PLATFORM
        .sql()
        .sql("SELECT private_key FROM signing_keys")
        .query((row, _) -> row.getString("private_key"))
        .list();
  }

  @ParameterizedTest
  @CsvSource({
    "ab, a@example.org, long enough, Username too short",
    "new-one, nobody, long enough, Invalid email",
    "new-one, a@example.org, short, Password too short (min 8)",
    "ADMIN, a@example.org, long enough, Username already taken",
    "'a b c', a@example.org, long enough, Invalid username",
  })
  void whoRegistersBadlyIsToldInTheWordsOfTheOlderApi(
      String name, String email, String password, String told) {
    var answer = register(other(), name, email, password);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("detail")).startsWith(told);
  }

  @Test
  @Tag("S-03")
  void whoRegistersMayLogInWhereTheOperatorAllowsIt() {
    var made = register(other(), "Newcomer", "new@example.org", "long enough");
    assertThat(made.status()).as(made.body()).isEqualTo(200);
    assertThat(made.text("username")).isEqualTo("Newcomer");
    assertThat(register(other(), "newcomer", "else@example.org", "long enough").text("detail"))
        .isEqualTo("Username already taken");
    assertThat(
            register(other(), "second-newcomer", "NEW@example.org", "long enough").text("detail"))
        .isEqualTo("Email already in use");
    assertThat(register(stranger, "closed", "c@example.org", "long enough").status())
        .isEqualTo(403);
    var login =
        stranger.post("/auth/login", "{\"username\":\"Newcomer\",\"password\":\"long enough\"}");
    assertThat(login.text("token_type")).isEqualTo("bearer");
    var me = bearer(stranger, login).get("/auth/me").json();
    assertThat(me.path("username").asText()).isEqualTo("Newcomer");
    assertThat(me.path("email").asText()).isEqualTo("new@example.org");
    assertThat(me.path("is_active").asBoolean()).isTrue();
    assertThat(me.path("last_login").asText()).isNotEmpty();
  }

  /// As the operator says who lets in whom they or others have invited, and nobody else.
  private static Arrivals invitedOnly() {
    return new Arrivals(
        OTHER.getBean(Identities.class),
        OTHER.getBean(Newcomers.class),
        OTHER.getBean(Accounts.class),
        OTHER.getBean(Sessions.class),
        OTHER.getBean(TransactionTemplate.class),
        Platform.config(
            0,
            PLATFORM.secrets(),
            PLATFORM.database(),
            "127.0.0.1:1",
            Map.of("OVERWINTER_API_SIGN_UP", "invited")));
  }

  private static Identities.Identity identity(String subject) {
    return new Identities.Identity("https://issuer.example", subject, "guild", subject);
  }

  @Test
  @Tag("S-03")
  void whoHasToBeInvitedUsesTheInvitationUpAndIsAGuest() {
    var door = invitedOnly();
    var origin = new Origin("guild", "", "");
    assertThat(door.signIn(identity("uninvited"), "uninvited", _ -> Optional.empty(), origin))
        .isInstanceOf(Arrivals.Refused.class);
    assertThat(guest("uninvited")).as("no account is left behind").isEmpty();
    assertThat(door.signIn(identity("bidden"), "bidden", _ -> Optional.of("a-server"), origin))
        .isInstanceOfSatisfying(
            Arrivals.In.class, in -> assertThat(in.server()).isEqualTo("a-server"));
    assertThat(guest("bidden")).containsExactly(true);
    assertThat(
            door.signIn(
                identity("bidden"),
                "bidden",
                _ -> {
                  throw new AssertionError("one invitation is enough");
                },
                origin))
        .isInstanceOf(Arrivals.In.class);

    var id = accountOf("bidden");
    assertThat(door.link(id, identity("bidden elsewhere"))).isInstanceOf(Arrivals.Linked.class);
    assertThat(guest("bidden")).as("a provider alone lets nobody in").containsExactly(true);
    assertThat(OTHER.getBean(Arrivals.class).link(id, identity("bidden again")))
        .isInstanceOf(Arrivals.Linked.class);
    assertThat(guest("bidden")).as("where it does").containsExactly(false);
  }

  @Test
  @Tag("S-03")
  void onePersonWhoArrivesTwiceAtOnceGetsOneAccount() throws InterruptedException {
    var door = OTHER.getBean(Arrivals.class);
    var one =
        (Callable<Arrivals.Outcome>)
            () ->
                door.signIn(
                    identity("hasty"), "hasty", _ -> Optional.empty(), new Origin("g", "", ""));
    try (var crowd = Executors.newVirtualThreadPerTaskExecutor()) {
      var accounts =
          crowd.invokeAll(java.util.Collections.nCopies(6, one)).stream()
              .map(arrival -> ((Arrivals.In) arrival.resultNow()).session().actor().accountId())
              .toList();
      assertThat(accounts).hasSize(6).containsOnly(accountOf("hasty"));
    }
  }

  /// Whoever has the old password and is at the door when it changes stays out.
  @Test
  @Tag("S-01")
  void aLoginThatWasUnderWayDoesNotOutliveANewPassword() {
    PLATFORM.account("underway");
    var proved = OTHER.getBean(Accounts.class).findByName("underway").orElseThrow();
    var sessions = OTHER.getBean(Sessions.class);
    var origin = new Origin("password", "", "");
    assertThat(sessions.enter(proved, origin).actor().name()).isEqualTo("underway");
    var changed =
        PLATFORM
            .as("underway")
            .post(
                "/auth/password",
                "{\"current_password\":\"%s\",\"new_password\":\"quite another\"}"
                    .formatted(Platform.password("underway")));
    assertThat(changed.status()).isEqualTo(200);
    assertThatExceptionOfType(Problem.class)
        .isThrownBy(() -> sessions.enter(proved, origin))
        .satisfies(e -> assertThat(e.getStatusCode().value()).isEqualTo(401));
    assertThat(bearer(stranger, changed).get("/api/me").status()).isEqualTo(200);
  }

  @Test
  @Tag("S-03")
  void ofTwoWaysInThatAreTakenAwayAtOnceOneIsLeft() throws InterruptedException {
    var door = OTHER.getBean(Arrivals.class);
    for (int round = 0; round < 5; round++) {
      var name = "cutter-" + round;
      var _ = door.signIn(identity(name), name, _ -> Optional.empty(), new Origin("g", "", ""));
      var id = accountOf(name);
      assertThat(door.link(id, identity(name + " too"))).isInstanceOf(Arrivals.Linked.class);
      var cuts =
          OTHER.getBean(Identities.class).of(id).stream()
              .map(way -> (Callable<Boolean>) () -> door.unlink(id, way.id()).orElseThrow())
              .toList();
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        assertThat(threads.invokeAll(cuts).stream().map(cut -> cut.resultNow()))
            .containsExactlyInAnyOrder(true, false);
      }
    }
  }

  @Test
  @Tag("S-10")
  void whatLoginsAndKeysLeaveBehindIsBounded() {
    var owner = PLATFORM.player("busy");
    var login = PLATFORM.login("busy");
    var _ =
        PLATFORM
            .sql()
            .sql(
                "INSERT INTO logins (id, account_id, how, agent, address, created_at,"
                    + " last_used_at, expires_at) SELECT 'busy-' || n, 'id-of-busy', 'x', '', '',"
                    + " now(), now() - interval '1 hour', now() + interval '1 day'"
                    + " FROM generate_series(1, 250) n")
            .update();
    var session = login.text("refresh_token").replaceFirst("\\..*", "");
    var _ =
        PLATFORM
            .sql()
            .sql(
                "INSERT INTO refresh_tokens (hash, login_id, made_at, used_at) SELECT"
                    + " sha256(('busy' || n)::bytea), ?, now() - interval '1 day', now()"
                    + " FROM generate_series(1, 250) n")
            .param(session)
            .update();
    assertThat(refresh(stranger, login.text("refresh_token")).status()).isEqualTo(200);
    assertThat(count("SELECT count(*) FROM refresh_tokens WHERE login_id = ?", session))
        .isEqualTo(Logins.REMEMBERED);
    assertThat(PLATFORM.login("busy").status()).isEqualTo(200);
    assertThat(
            count(
                "SELECT count(*) FROM logins WHERE ended_at IS NULL AND account_id = ?",
                "id-of-busy"))
        .isEqualTo(Logins.MOST);
    assertThat(owner.get("/api/me").status()).as("used least lately go first").isEqualTo(200);

    var made = owner.post("/api/account/keys", "{\"name\":\"old\",\"scopes\":[\"read\"]}");
    var id = made.json().at("/about/id").asText();
    var _ =
        PLATFORM
            .sql()
            .sql("UPDATE api_keys SET expires_at = now() - interval '31 days' WHERE id = ?")
            .param(id)
            .update();
    OTHER.getBean(Sessions.class).keepHouse();
    assertThat(count("SELECT count(*) FROM api_keys WHERE id = ?", id)).isZero();
  }

  private static int count(String sql, String parameter) {
    return PLATFORM.sql().sql(sql).param(parameter).query(Integer.class).single();
  }

  private static List<Boolean> guest(String name) {
    return PLATFORM
        .sql()
        .sql("SELECT guest FROM accounts WHERE name = ?")
        .param(name)
        .query((row, _) -> row.getBoolean("guest"))
        .list();
  }

  private static String accountOf(String subject) {
    return PLATFORM
        .sql()
        .sql("SELECT account_id FROM identities WHERE subject = ?")
        .param(subject)
        .query(String.class)
        .single();
  }

  private static Http.Answer register(Http client, String name, String email, String password) {
    return client.post(
        "/auth/register",
        "{\"username\":\"%s\",\"email\":\"%s\",\"password\":\"%s\"}"
            .formatted(name, email, password));
  }

  private static Browser logIn(String name) {
    PLATFORM.account(name);
    var browser = new Browser(PLATFORM.url());
    var in =
        browser.form(
            "/auth/login",
            "/auth/login",
            Map.of("username", name, "password", Platform.password(name)));
    assertThat(in.statusCode()).isEqualTo(303);
    return browser;
  }

  private static Http.Answer refresh(Http client, String token) {
    return client.post("/auth/refresh", "{\"refresh_token\":\"" + token + "\"}");
  }

  private static Http bearer(Http client, Http.Answer login) {
    return bearer(client, login.text("access_token"));
  }

  private static Http bearer(Http client, String token) {
    return client.with("Authorization", "Bearer " + token);
  }

  private static Http other() {
    return new Http("http://127.0.0.1:" + OTHER.getEnvironment().getProperty("local.server.port"));
  }
}
