package dev.overwinter.lab.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.overwinter.lab.launcher.process.StartFailed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a machine keeps when it becomes a node, and what it says when it may not. The other side is
/// a bare HTTP server that answers what it is told to.
class JoiningIT {
  private static final String WELCOME =
      """
      {"node": "n-2", "temporal_target": "127.0.0.2:7233", "temporal_namespace": "default",
       "proxy_token": "p-secret", "telemetry_token": "t-secret", "installation": "home1",
       "seal_key": "s-secret", "api_url": "http://elsewhere", "something_new": 1}
      """;

  @TempDir Path home;

  private final BlockingQueue<JsonNode> asked = new LinkedBlockingQueue<>();
  private final AtomicInteger failures = new AtomicInteger();
  private HttpServer api;
  private volatile int status = 200;
  private volatile String answer = WELCOME;

  @BeforeEach
  void listen() throws IOException {
    api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    api.createContext("/api/nodes/join", this::respond);
    api.start();
  }

  @AfterEach
  void close() {
    api.stop(0);
  }

  private void respond(HttpExchange exchange) throws IOException {
    try (exchange) {
      asked.add(new ObjectMapper().readTree(exchange.getRequestBody()));
      if (failures.getAndDecrement() > 0) {
        return; // closed without an answer, as a process that is killed does
      }
      var body = answer.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Test
  void whatItIsGivenIsKeptForItsOwnerOnly() throws Exception {
    var joined = join("t0ken", "--name", "attic", "--region", "home", "--tag", "ssd", "--tag", "a");

    assertThat(joined)
        .isEqualTo(new Membership("n-2", uri(), "127.0.0.2:7233", "default", "home1"));
    assertThat(Membership.of(home)).contains(joined);
    var request = asked.take();
    assertThat(request.path("token").asText()).isEqualTo("t0ken");
    assertThat(request.path("name").asText()).isEqualTo("attic");
    assertThat(request.path("region").asText()).isEqualTo("home");
    assertThat(request.path("tags")).hasSize(2);
    assertThat(request.path("facts").path("memory_bytes").asLong()).isGreaterThan(1L << 28);
    for (var secret :
        List.of(Membership.PROXY_TOKEN, Membership.TELEMETRY_TOKEN, Membership.SEAL_KEY)) {
      var file = home.resolve("secrets").resolve(secret);
      assertThat(Files.readString(file)).endsWith("-secret");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
    assertThat(Files.readString(home.resolve("data/node"))).doesNotContain("-secret", "t0ken");
    assertThat(config().settled().parts()).isEqualTo(EnumSet.of(Part.WORKER, Part.PROXY));
  }

  @Test
  void aHomeJoinsOnceAndTheTokenOfASecondTryIsNotUsedUp() throws Exception {
    var joined = join("t0ken");
    asked.clear();

    assertThatThrownBy(() -> join("another"))
        .isInstanceOf(StartFailed.class)
        .hasMessageContaining("is node n-2 of " + uri())
        .hasMessageContaining("./overwinter up");

    assertThat(asked).isEmpty();
    assertThat(Membership.of(home)).contains(joined);
  }

  @Test
  void aPlatformOfItsOwnIsNotMadeANode() throws Exception {
    Files.createDirectories(home.resolve("data/postgres"));

    assertThatThrownBy(() -> join("t0ken")).hasMessageContaining("set OVERWINTER_HOME");

    assertThat(asked).isEmpty();
  }

  @Test
  void aRefusalIsSaidInOneLineAndNothingIsKept() {
    status = 410;
    answer = "{\"detail\": \"this token was used at 10:31: make another\", \"error\": \"gone\"}";

    assertThatThrownBy(() -> join("t0ken"))
        .isInstanceOf(StartFailed.class)
        .hasMessage(
            "the platform at %s refuses (410): this token was used at 10:31: make another", uri())
        .hasMessageNotContaining("t0ken");

    assertThat(home.resolve("data/node")).doesNotExist();
  }

  @Test
  void somethingElseThatAnswersIsSaidToBeNoOverwinter() {
    status = 404;
    answer = "<html>nginx</html>";

    assertThatThrownBy(() -> join("t0ken")).hasMessage("no Overwinter answers at %s (404)", uri());
  }

  @Test
  void nobodyAnswers() {
    api.stop(0);

    assertThatThrownBy(() -> join("t0ken")).hasMessageContaining("nobody answers at " + uri());
  }

  @Test
  void anAnswerOfAnotherVersionIsNotHalfKept() {
    answer = "{\"node\": \"n-2\"}";

    assertThatThrownBy(() -> join("t0ken")).hasMessageContaining("has no proxy_token");

    assertThat(home.resolve("data/node")).doesNotExist();
  }

  @Test
  void thePortsOfAPlatformBesideItAreNoMatterAndItsOwnAreLookedAtFirst() throws Exception {
    try (var taken = new ServerSocket(0)) {
      var busy = taken.getLocalPort();
      var free = config().ports();
      var invitation = Invitation.parse(List.of(uri().toString(), "t0ken"));

      var own = new Ports(busy, busy, busy, busy, busy, free.proxyMetrics(), busy, busy);
      assertThatThrownBy(() -> Joining.join(config().withPorts(own), invitation))
          .hasMessageContaining("OVERWINTER_WORKER_METRICS_PORT");
      assertThat(asked).isEmpty();

      var beside =
          new Ports(busy, busy, busy, busy, free.workerMetrics(), free.proxyMetrics(), busy, busy);
      assertThat(Joining.join(config().withPorts(beside), invitation).node()).isEqualTo("n-2");
    }
  }

  @Test
  void aPlatformThatIsBeingRestartedIsAskedAgainWithTheSameToken() throws Exception {
    failures.set(2);

    assertThat(join("t0ken").node()).isEqualTo("n-2");

    assertThat(asked).hasSize(3);
    assertThat(asked).extracting(a -> a.path("token").asText()).containsOnly("t0ken");
    assertThat(asked).extracting(a -> a.path("name").asText()).hasSize(3).doesNotContain("");
  }

  /// Killed while the answer is under way, and then in ever later moments of keeping it: the same
  /// line joins afterwards, or it has joined.
  @Test
  void aJoinThatIsKilledIsDoneByTheSameLineAgain() throws Exception {
    for (var later = 0; later <= 60; later += 12) {
      var tried = home.resolve("tried-" + later);
      var joining = process(tried);
      assertThat(asked.poll(30, TimeUnit.SECONDS)).as("%s", home.resolve("log")).isNotNull();
      joining.waitFor(later, TimeUnit.MILLISECONDS);
      joining.destroyForcibly().waitFor();

      var half = Membership.of(tried);
      var config = PlatformConfig.forTest(Checkout.find(), tried);
      var whole =
          half.isPresent()
              ? half.get()
              : Joining.join(config, Invitation.parse(List.of(uri().toString(), "t0ken")));
      assertThat(whole.node()).isEqualTo("n-2");
      for (var secret :
          List.of(Membership.PROXY_TOKEN, Membership.TELEMETRY_TOKEN, Membership.SEAL_KEY)) {
        assertThat(Files.readString(tried.resolve("secrets").resolve(secret))).endsWith("-secret");
      }
    }
  }

  private Process process(Path itsHome) throws IOException {
    var command =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            LauncherMain.class.getName(),
            Checkout.find().toString(),
            "join",
            uri().toString(),
            "t0ken");
    command.environment().keySet().removeIf(key -> key.startsWith("OVERWINTER_"));
    command.environment().put("OVERWINTER_HOME", itsHome.toString());
    return command.redirectErrorStream(true).redirectOutput(home.resolve("log").toFile()).start();
  }

  @Test
  void aTemporalThatIsOutOfReachIsSaidWithARemedy() {
    var nowhere = new Membership("n-2", uri(), "127.0.0.1:1", "default", "home1");

    assertThatThrownBy(nowhere::requireTemporal)
        .isInstanceOf(StartFailed.class)
        .hasMessageContaining("127.0.0.1:1")
        .hasMessageContaining("OVERWINTER_TEMPORAL_BIND");
  }

  @Test
  void whatCannotBeReadIsAnsweredWithTheUsage() {
    assertThatThrownBy(() -> Invitation.parse(List.of("http://host:8080")))
        .hasMessageContaining("join takes:");
    assertThatThrownBy(() -> Invitation.parse(List.of("host:8080", "t")))
        .hasMessageContaining("is no address");
    assertThatThrownBy(() -> Invitation.parse(List.of("http://h", "t", "--nmae", "x")))
        .hasMessageContaining("join takes:");
  }

  private Membership join(String token, String... options) throws Exception {
    var words = new java.util.ArrayList<>(List.of(uri().toString(), token));
    words.addAll(List.of(options));
    return Joining.join(config(), Invitation.parse(words));
  }

  private PlatformConfig config() {
    return PlatformConfig.forTest(Checkout.find(), home);
  }

  private URI uri() {
    return URI.create("http://127.0.0.1:" + api.getAddress().getPort());
  }
}
