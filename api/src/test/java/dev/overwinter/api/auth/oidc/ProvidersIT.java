package dev.overwinter.api.auth.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.overwinter.api.ApiConfig;
import dev.overwinter.api.IdentityProvider;
import dev.overwinter.api.auth.KnownProviders;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

/// A provider's description, from a server in this process that can fail.
final class ProvidersIT {
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private volatile boolean away;
  private final HttpServer server = server();
  @TempDir private Path directory = Path.of(".");
  private Providers providers = of(new HashMap<>(), Clock.systemUTC());

  private static Providers of(Map<String, String> env, Clock clock) {
    var further = new StaticListableBeanFactory().getBeanProvider(IdentityProvider.class);
    return new Providers(new KnownProviders(ApiConfig.from(env), further), clock);
  }

  private static HttpServer server() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void describe() throws IOException {
    var issuer = "http://127.0.0.1:" + server.getAddress().getPort();
    server.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          var body =
              """
              {"issuer":"$","authorization_endpoint":"$/a","token_endpoint":"$/t",
               "jwks_uri":"$/k","subject_types_supported":["public"],
               "response_types_supported":["code"],
               "id_token_signing_alg_values_supported":["RS256"]}
              """
                  .replace("$", issuer)
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(away ? 503 : 200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    var env = new HashMap<String, String>();
    env.put("OVERWINTER_API_OIDC_GUILD_ISSUER", issuer);
    env.put("OVERWINTER_API_OIDC_GUILD_CLIENT_ID", "us");
    env.put(
        "OVERWINTER_API_OIDC_GUILD_CLIENT_SECRET_FILE",
        Files.writeString(directory.resolve("secret"), "a secret of this test").toString());
    providers = of(env, clock());
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void ofManyAtOnceOneAsksAndTheAnswerIsKept() throws InterruptedException {
    var find = (Callable<Boolean>) () -> providers.find("guild").isPresent();
    try (var crowd = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThat(crowd.invokeAll(Collections.nCopies(20, find)))
          .allMatch(answer -> answer.resultNow());
    }
    assertThat(asked).hasValue(1);
    pass(Duration.ofMinutes(59));
    assertThat(providers.find("guild")).isPresent();
    assertThat(asked).hasValue(1);
  }

  @Test
  void aSilenceIsNotAskedAboutAtEveryClick() {
    away = true;
    for (int click = 0; click < 10; click++) {
      assertThat(providers.find("guild")).isEmpty();
    }
    assertThat(asked).hasValue(1);
    away = false;
    pass(Duration.ofSeconds(11));
    assertThat(providers.find("guild")).isPresent();
    assertThat(providers.find("nobody")).isEmpty();
    assertThat(asked).hasValue(2);
  }

  @Test
  void whatItSaidAnHourAgoIsGoodWhileItIsSilent() {
    assertThat(providers.find("guild")).isPresent();
    away = true;
    pass(Duration.ofMinutes(61));
    assertThat(providers.find("guild")).as("older, and good").isPresent();
    assertThat(providers.find("guild")).isPresent();
    assertThat(asked).hasValue(2);
  }

  private void pass(Duration time) {
    now.updateAndGet(at -> at.plus(time));
  }

  private Clock clock() {
    return new Clock() {
      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return now.get();
      }
    };
  }
}
