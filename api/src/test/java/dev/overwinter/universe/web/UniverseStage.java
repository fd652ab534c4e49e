package dev.overwinter.universe.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.overwinter.api.ApiMain;
import dev.overwinter.api.Secrets;
import dev.overwinter.api.auth.TokenSigner;
import dev.overwinter.platform.Http;
import dev.overwinter.platform.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/// Two api processes of one universe, far from UTC.
final class UniverseStage implements AutoCloseable {
  private static final AtomicInteger NEXT = new AtomicInteger(1);

  final PretendedUniverse universe = new PretendedUniverse(Platform.shared().sql());
  private final TimeZone zone = TimeZone.getDefault();
  private final List<ConfigurableApplicationContext> apis = new ArrayList<>();
  private final Path secrets;

  private UniverseStage(Map<String, String> settings, int count) {
    try {
      secrets = Files.createTempDirectory("overwinter-universe-test");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
    for (int nth = 0; nth < count; nth++) {
      apis.add(run(settings));
    }
    for (int nth = 0; nth < count; nth++) {
      var there = new Http(url(nth));
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> there.get("/actuator/health/readiness").status() == 200);
    }
  }

  static UniverseStage open(Map<String, String> settings, int count, boolean startChoice) {
    var stage = new UniverseStage(settings, count);
    stage.universe.begin("1", startChoice);
    return stage;
  }

  private ConfigurableApplicationContext run(Map<String, String> settings) {
    var platform = Platform.shared();
    var config = Platform.config(0, secrets, platform.database(), platform.target(), settings);
    var application = ApiMain.application(config);
    application.addInitializers(
        (ApplicationContextInitializer<GenericApplicationContext>)
            context ->
                context.registerBean(
                    "pretendedUniverse",
                    UniverseOrders.class,
                    () -> universe,
                    definition -> definition.setPrimary(true)));
    return application.run();
  }

  String url(int nth) {
    return "http://127.0.0.1:" + apis.get(nth).getEnvironment().getProperty("local.server.port");
  }

  Http stranger() {
    return new Http(url(0));
  }

  /// Who is at the machine itself.
  Http admin() {
    var token =
        new TokenSigner(new Secrets(secrets).tokenKey(), Clock.systemUTC())
            .local(Duration.ofHours(1))
            .text();
    return stranger().with("Authorization", "Bearer " + token);
  }

  /// Somebody who plays.
  ///
  /// @param id their number
  /// @param token what they present
  /// @param http a client that presents it
  /// @param planet theirs; 0 before they have chosen
  record Somebody(long id, String name, String token, Http http, long planet) {
    String path(String more) {
      return "/player/" + id + more;
    }
  }

  Somebody somebody() {
    var name = "player" + NEXT.incrementAndGet() + "x";
    var account =
        """
        {"username":"%1$s","email":"%1$s@example.org","password":"%1$s %1$s"}
        """
            .formatted(name);
    // Hashing takes turns, and who waits too long for one is told to come back.
    var made =
        await()
            .atMost(Duration.ofSeconds(60))
            .until(
                () -> stranger().post("/auth/register", account), answer -> answer.status() != 503);
    assertThat(made.status()).as(made.body()).isEqualTo(200);
    long id = made.json().path("id").longValue();
    var token = login(name);
    var planet =
        Platform.shared()
            .sql()
            .sql("SELECT coalesce(active_planet, 0) FROM universe_players WHERE id = ?")
            .param(id)
            .query(Long.class)
            .single();
    return new Somebody(
        id, name, token, stranger().with("Authorization", "Bearer " + token), planet);
  }

  String login(String name) {
    Platform.shared().sql().sql("DELETE FROM login_tries").update();
    var login =
        await()
            .atMost(Duration.ofSeconds(60))
            .until(
                () ->
                    stranger()
                        .post(
                            "/auth/login",
                            "{\"username\":\"%1$s\",\"password\":\"%1$s %1$s\"}".formatted(name)),
                answer -> answer.status() != 503);
    assertThat(login.status()).as(login.body()).isEqualTo(200);
    return login.text("access_token");
  }

  @Override
  public void close() {
    apis.forEach(ConfigurableApplicationContext::close);
    universe.end();
    TimeZone.setDefault(zone);
  }
}
