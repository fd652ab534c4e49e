package dev.overwinter.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.api.ApiMain;
import dev.overwinter.platform.Http;
import dev.overwinter.platform.Platform;
import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/// Whose word about the caller is believed.
final class PeersIT {
  private static final Platform PLATFORM = Platform.shared();

  /// Behind a front on 127.0.0.1; whoever comes from elsewhere has not passed it.
  private static final ConfigurableApplicationContext API = start();

  private static ConfigurableApplicationContext start() {
    var application =
        ApiMain.application(
            Platform.config(
                0,
                PLATFORM.secrets(),
                PLATFORM.database(),
                "127.0.0.1:1",
                Map.of(
                    "OVERWINTER_API_BIND", "0.0.0.0",
                    "OVERWINTER_API_TRUSTED_PROXY", "127.0.0.1")));
    application.setAdditionalProfiles("development"); // as SPRING_PROFILES_ACTIVE does
    return application.run();
  }

  private final Http front = from("127.0.0.1");

  @AfterAll
  static void close() {
    API.close();
  }

  @Test
  @Tag("S-06")
  void aCookieIsSecureWhenTheFrontSaysSo() throws SocketException {
    assertThat(visit(forwarded(front, "203.0.113.1"))).contains("; Secure");
    assertThat(visit(front)).doesNotContain("; Secure");
    assertThat(visit(forwarded(elsewhere(), "203.0.113.1"))).doesNotContain("; Secure");
    assertThat(visit(forwarded(PLATFORM.stranger(), "203.0.113.1"))).doesNotContain("; Secure");
  }

  /// Else a game on another port of the same host name could plant one.
  @Test
  @Tag("S-04")
  void overTlsACookieIsBelievedOnlyIfThisHostCanHaveSetIt() {
    PLATFORM.account("hosted");
    var tls = forwarded(front, "203.0.113.20").with("Accept", "text/html");
    var page = tls.get("/auth/login");
    var visit = page.header("Set-Cookie").replaceFirst(";.*", "");
    assertThat(visit).startsWith("__Host-overwinter_visit=");
    var fields =
        Map.of(
            "_csrf",
            page.body().replaceFirst("(?s).*name=\"_csrf\" value=\"([^\"]+)\".*", "$1"),
            "username",
            "hosted",
            "password",
            Platform.password("hosted"));
    var in = tls.with("Cookie", visit).form("/auth/login", fields);
    assertThat(in.status()).as(in.body()).isEqualTo(303);
    var access =
        in.headers().allValues("Set-Cookie").stream()
            .filter(cookie -> cookie.startsWith("__Host-access_token="))
            .findFirst()
            .orElseThrow();
    assertThat(access).contains("; Path=/;", "; Secure", "; HttpOnly").doesNotContain("Domain");
    var own = access.replaceFirst(";.*", "");
    assertThat(tls.with("Cookie", own).get("/account").status()).isEqualTo(200);
    var planted = own.replace("__Host-", "");
    assertThat(tls.with("Cookie", planted).get("/account").status()).as("planted").isEqualTo(303);
    var plainVisit = visit.replace("__Host-", "");
    assertThat(tls.with("Cookie", plainVisit).form("/auth/login", fields).status())
        .as("nor do forms hang on one")
        .isEqualTo(403);
  }

  @Test
  @Tag("S-02")
  void springsOwnWordForDevelopmentOpensNoDoor() throws SocketException {
    assertThat(API.getEnvironment().getActiveProfiles()).contains("development");
    DeveloperDoors.assertShut(front);
    DeveloperDoors.assertShut(elsewhere());
  }

  @Test
  @Tag("S-06")
  void aCrowdOfOneAddressBehindTheFrontIsThrottledAndNobodyElse() throws InterruptedException {
    var guess = (Callable<Integer>) () -> login(forwarded(front, "203.0.113.7"), "crowd");
    try (var crowd = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers =
          crowd.invokeAll(IntStream.range(0, 200).mapToObj(_ -> guess).toList()).stream()
              .map(answer -> answer.resultNow())
              .toList();
      assertThat(answers).containsOnly(401, 429);
      assertThat(answers.stream().filter(status -> status == 401)).hasSize(5);
    }
    assertThat(login(forwarded(front, "10.0.0.1, 203.0.113.7"), "crowd")).isEqualTo(429);
    assertThat(login(forwarded(front, "203.0.113.8"), "crowd")).isEqualTo(401);
  }

  @Test
  @Tag("S-06")
  void whoHasNotPassedTheFrontCannotChooseAnAddress() throws SocketException {
    for (int guess = 0; guess < 5; guess++) {
      assertThat(login(forwarded(elsewhere(), "203.0.113.10" + guess), "chooser")).isEqualTo(401);
    }
    assertThat(login(forwarded(elsewhere(), "203.0.113.110"), "chooser")).isEqualTo(429);
  }

  @Test
  void metricsAreForThisMachineAndForAdmins() throws SocketException {
    assertThat(metrics(front)).isEqualTo(200);
    assertThat(metrics(elsewhere())).isEqualTo(401);
    assertThat(metrics(forwarded(elsewhere(), "127.0.0.1"))).isEqualTo(401);
    assertThat(metrics(forwarded(front, "203.0.113.1"))).isEqualTo(401);
    assertThat(metrics(forwarded(front, "127.0.0.1"))).isEqualTo(401);
    assertThat(metrics(forwarded(PLATFORM.stranger(), "203.0.113.1"))).isEqualTo(401);
    assertThat(metrics(bearer(elsewhere(), PLATFORM.token()))).isEqualTo(200);
    assertThat(metrics(bearer(elsewhere(), "x.y.z"))).isEqualTo(401);
    assertThat(metrics(bearer(elsewhere(), tokenOfAPlayer()))).isEqualTo(403);
    assertThat(metrics(elsewhere().with("Cookie", "access_token=" + PLATFORM.token())))
        .isEqualTo(401);
    assertThat(elsewhere().get("/actuator/health/liveness").status()).isEqualTo(200);
  }

  private static String tokenOfAPlayer() {
    var _ =
        PLATFORM
            .sql()
            .sql(
                "INSERT INTO accounts (id, name, password_hash, admin, disabled, must_change,"
                    + " epoch, created_at) VALUES ('p', 'peer-of-a-test', '', false, false, false, 0,"
                    + " now())")
            .update();
    var account = API.getBean(Accounts.class).findById("p").orElseThrow();
    return API.getBean(Sessions.class).enter(account, new Origin("test", "", "")).access();
  }

  private static int metrics(Http client) {
    return client.get("/actuator/prometheus").status();
  }

  private static int login(Http client, String name) {
    return client
        .post("/auth/login", "{\"username\":\"" + name + "\",\"password\":\"guess\"}")
        .status();
  }

  private static String visit(Http client) {
    return client.with("Accept", "text/html").get("/auth/login").header("Set-Cookie");
  }

  private static Http forwarded(Http client, String address) {
    return client.with("X-Forwarded-For", address).with("X-Forwarded-Proto", "https");
  }

  private static Http bearer(Http client, String token) {
    return client.with("Authorization", "Bearer " + token);
  }

  private static Http from(String address) {
    return new Http(
        "http://" + address + ":" + API.getEnvironment().getProperty("local.server.port"));
  }

  /// By an address of this machine that is not a loopback one: so is the peer's, then.
  private static Http elsewhere() throws SocketException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
        .findFirst()
        .map(address -> from(address.getHostAddress()))
        .orElseThrow();
  }
}
