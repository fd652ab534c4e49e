package dev.overwinter.servers.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.overwinter.api.ApiMain;
import dev.overwinter.platform.Http;
import dev.overwinter.platform.Platform;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Hooks by the API, told by real lanes of what happens to real rows.
final class HooksIT {
  private static final Platform PLATFORM = Platform.shared();

  private static final AtomicInteger OWNERS = new AtomicInteger();

  private final HookReceiver receiver = new HookReceiver();
  // An account has few servers: each test is somebody else's.
  private final String name = "hooker-" + OWNERS.incrementAndGet();
  private final Http owner = PLATFORM.player(name);

  @BeforeAll
  static void people() {
    List.of("hook-member", "hook-member-2", "hook-outsider").forEach(PLATFORM::account);
  }

  @AfterEach
  void close() {
    receiver.close();
  }

  @Test
  void tellsInOrderAndSignedWhatHappens() throws GeneralSecurityException {
    var id = server(owner, "Told");
    var made = make(owner, id, "webhook", "started", "ready", "asleep");
    var secret = made.text("secret");
    assertThat(secret).startsWith("whsec_");
    assertThat(owner.get(hooks(id)).body())
        .contains("http://127.0.0.1:", "\"state\":\"ACTIVE\"", "\"made_by\":\"" + name + "\"")
        .doesNotContain(secret, "a-path-that-is-a-secret");

    assertThat(owner.post("/api/servers/" + id + "/wake", "").status()).isEqualTo(200);
    await().until(() -> receiver.heard().size() >= 2);
    assertThat(owner.post("/api/servers/" + id + "/hibernate?force=true", "").status())
        .isEqualTo(200);
    await().until(() -> receiver.heard().size() >= 3);
    assertThat(receiver.events()).containsExactly("started", "ready", "asleep");
    for (var heard : receiver.heard()) {
      assertThat(heard.json().at("/server/name").asText()).isEqualTo("Told");
      assertThat(heard.signature()).isEqualTo(signed(heard, secret));
    }

    var log = deliveries(owner, id, made.text("id"));
    assertThat(log).hasSize(3);
    assertThat(log.getFirst().at("/event").asText()).isEqualTo("asleep");
    assertThat(log.getFirst().at("/state").asText()).isEqualTo("DELIVERED");
    assertThat(log.getFirst().at("/tries/0/status").asInt()).isEqualTo(204);
    assertThat(log.getFirst().at("/id").asText()).isEqualTo(receiver.heard().getLast().delivery());
  }

  /// As Signature says it.
  private static String signed(HookReceiver.Heard heard, String secret)
      throws GeneralSecurityException {
    var time = Objects.requireNonNull(heard.signature()).replaceFirst("t=([0-9]+),.*", "$1");
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    var sum = mac.doFinal((time + "." + heard.body()).getBytes(StandardCharsets.UTF_8));
    return "t=" + time + ",v1=" + HexFormat.of().formatHex(sum);
  }

  @Test
  @Tag("S-07")
  void whatReceiversAreToldToDoKnowsOursFromOthers(@TempDir Path directory) throws Exception {
    var id = server(owner, "Sampled");
    var made = make(owner, id, "webhook", "ready");
    owner.post(hooks(id) + "/" + made.text("id") + "/test", "");
    await().until(() -> receiver.heard().size() == 1);
    var heard = receiver.heard().getFirst();
    var sample =
        Files.readString(Path.of("../docs/receivers.md"))
            .replaceFirst("(?s).*```java\n(.*?)```.*", "$1");
    var program =
        Files.writeString(
            directory.resolve("Sample.java"),
"""
            import static java.nio.charset.StandardCharsets.UTF_8;
            import java.security.*;
            import java.time.Instant;
import java.util.HexFormat;
            import java.util.regex.Pattern;
            import javax.crypto.Mac;
            import javax.crypto.spec.SecretKeySpec;
            public class Sample {
            %s
              public static void main(String[] a) throws Exception {
                var body = a[2].getBytes(UTF_8);
                var now = Instant.now();
                System.out.print(isOurs(a[0], a[1], body, now)
                  + " " + isOurs(a[0] + "x", a[1], body, now)
                  + " " + isOurs(a[0], a[1], (a[2] + " ").getBytes(UTF_8), now)
                  + " " + isOurs(a[0], a[1], body, now.plusSeconds(600))
                  + " " + isOurs(a[0], "t=1,v1=", body, now));
              }
            }
"""
                .formatted(sample));
    var run =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                program.toString(),
                made.text("secret"),
                Objects.requireNonNull(heard.signature()),
                heard.body())
            .redirectErrorStream(true)
            .start();
    var said = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(said).isEqualTo("true false false false false");
  }

  @Test
  void aTestIsSentAtOnceAndAnyDeliveryAgainUnderItsId() {
    var id = server(owner, "Tried");
    var hook = make(owner, id, "webhook", "crashed").text("id");
    var path = hooks(id) + "/" + hook;
    var sent = owner.post(path + "/test", "");
    assertThat(sent.status()).isEqualTo(202);
    await().until(() -> receiver.heard().size() == 1);
    assertThat(receiver.heard().getFirst().delivery()).isEqualTo(sent.text("delivery"));
    assertThat(receiver.events()).containsExactly("test");
    await().until(() -> states(owner, id, hook).equals(List.of("DELIVERED")));

    var again = path + "/deliveries/" + sent.text("delivery") + "/resend";
    assertThat(owner.post(again, "").status()).isEqualTo(202);
    await().until(() -> receiver.heard().size() == 2);
    assertThat(receiver.heard().getLast().delivery()).isEqualTo(sent.text("delivery"));
    assertThat(receiver.heard().getLast().body()).isEqualTo(receiver.heard().getFirst().body());
    await().until(() -> deliveries(owner, id, hook).getFirst().at("/tries").size() == 2);

    assertThat(owner.post(path + "/deliveries/nope/resend", "").status()).isEqualTo(404);
    var other = server(owner, "Another");
    assertThat(owner.post(hooks(other) + "/" + hook + "/test", "").status())
        .as("a hook of another server")
        .isEqualTo(404);
    assertThat(owner.delete(hooks(other) + "/" + hook).status()).isEqualTo(404);
  }

  @Test
  void whatFailsIsTriedNowWhenSomebodySaysSo() {
    var id = server(owner, "Failing");
    var hook = make(owner, id, "webhook", "crashed").text("id");
    receiver.answers(503);
    var first = owner.post(hooks(id) + "/" + hook + "/test", "").text("delivery");
    await().until(() -> owner.get(hooks(id)).body().contains("\"failed\":1"));
    // The second one does not overtake the first.
    var second = owner.post(hooks(id) + "/" + hook + "/test", "").text("delivery");
    await().until(() -> receiver.heard().size() == 2);
    receiver.answers(204);
    var again = hooks(id) + "/" + hook + "/deliveries/" + first + "/resend";
    assertThat(owner.post(again, "").status()).isEqualTo(202);
    await().until(() -> states(owner, id, hook).equals(List.of("DELIVERED", "DELIVERED")));
    assertThat(receiver.heard().stream().map(HookReceiver.Heard::delivery))
        .endsWith(first, second)
        .containsOnly(first, second);
  }

  @Test
  void aPausedOneHearsNothingAndAResumedOneWhatHasWaited() {
    var id = server(owner, "Paused");
    var hook = make(owner, id, "webhook", "crashed").text("id");
    var path = hooks(id) + "/" + hook;
    receiver.answers(410);
    owner.post(path + "/test", "");
    await().until(() -> owner.get(hooks(id)).body().contains("The receiver answers 410 Gone."));
    var refused = owner.post(path + "/test", "");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text("code")).isEqualTo("PAUSED");
    receiver.answers(204);
    assertThat(owner.post(path + "/resume", "").text("state")).isEqualTo("ACTIVE");
    await().until(() -> states(owner, id, hook).equals(List.of("DELIVERED")));
    assertThat(owner.post(path + "/pause", "").text("reason")).isEqualTo("Paused by " + name + ".");
    assertThat(owner.delete(path).status()).isEqualTo(204);
    assertThat(owner.get(hooks(id)).body()).isEqualTo("[]");
  }

  @Test
  void discordIsToldWithoutASignature() {
    var id = server(owner, "Chat @everyone");
    var made = make(owner, id, "discord", "ready");
    assertThat(made.text("secret")).isEmpty();
    var path = hooks(id) + "/" + made.text("id");
    assertThat(owner.post(path + "/secret", "").text("code")).isEqualTo("UNSIGNED");
    owner.post(path + "/test", "");
    await().until(() -> receiver.heard().size() == 1);
    var heard = receiver.heard().getFirst();
    assertThat(heard.signature()).isNull();
    assertThat(heard.json().at("/embeds/0/title").asText()).contains("Chat \\@everyone");
    assertThat(heard.json().at("/allowed_mentions/parse")).isEmpty();
  }

  @Test
  void itsSecretAndItsAddressCanBeReplaced() throws GeneralSecurityException {
    var id = server(owner, "Moved");
    var made = make(owner, id, "webhook", "ready");
    var path = hooks(id) + "/" + made.text("id");
    var secret = owner.post(path + "/secret", "").text("secret");
    assertThat(secret).isNotEqualTo(made.text("secret"));
    try (var elsewhere = new HookReceiver()) {
      var changed =
          owner.patch(
              path,
              "{\"name\":\"New\",\"events\":[\"asleep\"],\"url\":\"%s\"}"
                  .formatted(elsewhere.url()));
      assertThat(changed.status()).as(changed.body()).isEqualTo(200);
      assertThat(changed.text("name")).isEqualTo("New");
      assertThat(changed.json().at("/events").toString()).isEqualTo("[\"asleep\"]");
      owner.post(path + "/test", "");
      await().until(() -> elsewhere.heard().size() == 1);
      var heard = elsewhere.heard().getFirst();
      assertThat(heard.signature()).isEqualTo(signed(heard, secret));
    }
    assertThat(receiver.heard()).isEmpty();
  }

  @ParameterizedTest
  @Tag("S-10")
  @CsvSource(
      delimiter = '|',
      value = {
        "url    | {\"url\":\"ftp://bot.example/\"}",
        "url    | {\"url\":\"http://user:word@bot.example/\"}",
        "url    | {\"url\":\"http://bot.example/#part\"}",
        "url    | {\"url\":\"http://127.1/\"}",
        "url    | {\"url\":\"http://2130706433/\"}",
        "url    | {\"url\":\"http://bot.example:70000/\"}",
        "url    | {\"url\":\"http://bot.example/\\r\\nX: y\"}",
        "url    | {\"url\":\"\"}",
        "events | {\"events\":[]}",
        "events | {\"events\":[\"test\"]}",
        "events | {\"events\":[null]}",
        "name   | {\"name\":\" \"}",
        "name   | {\"name\":\"a\\u0000\"}",
      })
  void whatMakesNoSenseIsRefusedAndTheFieldIsNamed(String field, String change) {
    var id = server(owner, "Strict");
    var hook = make(owner, id, "webhook", "ready").text("id");
    var refused = owner.patch(hooks(id) + "/" + hook, change);
    assertThat(refused.status()).as(refused.body()).isEqualTo(422);
    assertThat(refused.text("detail")).startsWith(field);
  }

  @Test
  @Tag("S-10")
  void leadsOnlyToThePublicInternetUnlessTheOperatorSaysOtherwise() {
    var id = server(owner, "Guarded");
    var usual =
        ApiMain.application(
                Platform.config(
                    0,
                    PLATFORM.secrets(),
                    PLATFORM.database(),
                    PLATFORM.target(),
                    Map.of("OVERWINTER_NOTICES_PRIVATE", "off")))
            .run();
    try (usual) {
      var port = usual.getEnvironment().getProperty("local.server.port");
      var there =
          new Http("http://127.0.0.1:" + port)
              .with("Authorization", Objects.requireNonNull(owner.headers().get("Authorization")));
      for (var url :
          List.of(
              "http://127.0.0.1:9/",
              "http://localhost/",
              "http://10.0.0.1/",
              "http://169.254.169.254/latest/",
              "http://[::1]/",
              "http://[::ffff:10.0.0.1]/",
              "http://postgres/")) {
        var refused = there.post(hooks(id), body("webhook", url, "\"ready\""));
        assertThat(refused.status()).as(url).isEqualTo(422);
        assertThat(refused.text("detail")).isEqualTo("url: must lead to the public internet");
      }
      assertThat(
              there.post(hooks(id), body("webhook", "https://bot.example/", "\"ready\"")).status())
          .isEqualTo(200);
    }
  }

  @Test
  @Tag("S-10")
  void aServerHasTenHooksHoweverManyAreAskedForAtOnce() throws InterruptedException {
    var id = server(owner, "Crowded");
    var asked =
        IntStream.range(0, 14)
            .mapToObj(_ -> (Callable<Integer>) () -> make(owner, id, "webhook", "ready").status())
            .toList();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = threads.invokeAll(asked).stream().map(one -> one.resultNow()).toList();
      assertThat(answers.stream().filter(status -> status == 200)).hasSize(10);
      assertThat(answers.stream().filter(status -> status == 409)).hasSize(4);
    }
    assertThat(make(owner, id, "webhook", "ready").text("code")).isEqualTo("TOO_MANY_HOOKS");
    var first = owner.get(hooks(id)).json().get(0).path("id").asText();
    var answers =
        IntStream.range(0, 12)
            .mapToObj(_ -> owner.post(hooks(id) + "/" + first + "/test", ""))
            .toList();
    assertThat(answers.stream().filter(answer -> answer.status() == 202).count())
        .isBetween(10L, 11L);
    assertThat(answers.getLast().status()).isEqualTo(429);
    assertThat(answers.getLast().header("Retry-After")).isNotEmpty();
  }

  @Test
  void whoMayNotChangeTheServerKnowsOfNoHookAndWhoMayHearsNothingOfCredits() {
    var member = PLATFORM.as("hook-member");
    var id = server(owner, "Shared hooks");
    var hook = make(owner, id, "webhook", "low_credit").text("id");
    join(owner, member, id, "console");
    assertThat(member.get(hooks(id)).status()).isEqualTo(403);
    assertThat(make(member, id, "webhook", "ready").status()).isEqualTo(403);
    assertThat(member.post(hooks(id) + "/" + hook + "/secret", "").status()).isEqualTo(403);
    assertThat(member.get(hooks(id) + "/" + hook + "/deliveries").status()).isEqualTo(403);
    assertThat(PLATFORM.as("hook-outsider").get(hooks(id)).status()).isEqualTo(404);
    assertThat(PLATFORM.stranger().get(hooks(id)).status()).isEqualTo(401);

    join(owner, member, id, "settings");
    assertThat(make(member, id, "webhook", "ready").status()).isEqualTo(200);
    assertThat(make(member, id, "webhook", "low_credit").text("code"))
        .isEqualTo("MISSING_PERMISSION");
    var lead = "{\"url\":\"%s\"}".formatted(receiver.url());
    assertThat(member.patch(hooks(id) + "/" + hook, lead).status())
        .as("what the owner's hook hears of credits would go there")
        .isEqualTo(403);
    assertThat(member.patch(hooks(id) + "/" + hook, "{\"name\":\"Renamed\"}").status())
        .isEqualTo(200);
    var also = "{\"events\":[\"ready\",\"low_credit\"]}";
    assertThat(member.patch(hooks(id) + "/" + hook, also).status())
        .as("the owner goes on hearing it")
        .isEqualTo(200);
    var fewer = make(owner, id, "webhook", "ready").text("id");
    assertThat(member.patch(hooks(id) + "/" + fewer, also).status()).isEqualTo(403);
  }

  @Test
  @Tag("S-07")
  void hooksEndWithTheRightsOfWhoeverGaveThemTheirAddress() {
    var member = PLATFORM.as("hook-member-2");
    var id = server(owner, "Left hooks");
    var kept = make(owner, id, "webhook", "ready").text("id");
    join(owner, member, id, "settings");
    var theirs = make(member, id, "webhook", "ready").text("id");
    var taken = make(owner, id, "webhook", "ready").text("id");
    assertThat(
            member
                .patch(hooks(id) + "/" + taken, "{\"url\":\"%s\"}".formatted(receiver.url()))
                .status())
        .isEqualTo(200);
    var shutOut = make(member, id, "webhook", "ready").text("id");
    set("disabled = true");
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> owner.get(hooks(id)).body().contains("may not change this server any more"));
    var refused = owner.post(hooks(id) + "/" + shutOut + "/resume", "");
    assertThat(refused.text("code")).isEqualTo("MAKER_GONE");
    var lead = "{\"url\":\"%s\"}".formatted(receiver.url());
    assertThat(owner.patch(hooks(id) + "/" + shutOut, lead).text("made_by")).isEqualTo(name);
    assertThat(owner.post(hooks(id) + "/" + shutOut + "/resume", "").status()).isEqualTo(200);
    set("disabled = false");

    var me = "/api/servers/" + id + "/members/id-of-hook-member-2";
    assertThat(owner.put(me, "{\"permissions\":[\"settings\",\"stop\"]}").status()).isEqualTo(204);
    assertThat(owner.get(hooks(id)).body()).as("may still").contains(kept, theirs, taken, shutOut);
    assertThat(owner.delete(me).status()).isEqualTo(204);
    assertThat(owner.get(hooks(id)).body()).contains(kept, shutOut).doesNotContain(theirs, taken);
  }

  private static void set(String what) {
    PLATFORM.sql().sql("UPDATE accounts SET " + what + " WHERE name = 'hook-member-2'").update();
  }

  @Test
  void whatIsKeptOfItHoldsNoSecret() {
    var id = server(owner, "Audited");
    var made = make(owner, id, "webhook", "ready");
    var hook = made.text("id");
    var secret = owner.post(hooks(id) + "/" + hook + "/secret", "").text("secret");
    var told =
        PLATFORM
            .sql()
            .sql("SELECT actor || ' ' || action || ' ' || target FROM audit WHERE target LIKE ?")
            .param(id + "%")
            .query(String.class)
            .list();
    assertThat(told)
        .contains(
            name + " POST /api/servers/{id}/hooks " + id,
            name + " POST /api/servers/{id}/hooks/{hook}/secret " + id + " " + hook);
    var rows =
        PLATFORM
            .sql()
            .sql("SELECT h::text FROM server_hooks h WHERE id = ?")
            .param(hook)
            .query(String.class)
            .single();
    assertThat(told.toString() + rows)
        .doesNotContain(made.text("secret"), secret, "a-path-that-is-a-secret");
  }

  @Test
  @Tag("S-10")
  void noKeyMakesWhatWouldOutliveIt() {
    var id = server(owner, "Keyed");
    var hook = make(owner, id, "webhook", "ready").text("id");
    var key =
        PLATFORM
            .stranger()
            .with(
                "Authorization",
                "Bearer "
                    + owner
                        .post(
                            "/api/account/keys",
                            "{\"name\":\"hooks\",\"scopes\":[\"read\",\"manage\"]}")
                        .text("key"));
    assertThat(key.get(hooks(id)).status()).isEqualTo(200);
    assertThat(make(key, id, "webhook", "ready").status()).isEqualTo(403);
    assertThat(key.patch(hooks(id) + "/" + hook, "{\"name\":\"x\"}").status()).isEqualTo(403);
    assertThat(key.post(hooks(id) + "/" + hook + "/secret", "").status()).isEqualTo(403);
    assertThat(key.post(hooks(id) + "/" + hook + "/test", "").status()).isEqualTo(202);
    assertThat(key.post(hooks(id) + "/" + hook + "/pause", "").status()).isEqualTo(200);
  }

  private Http.Answer make(Http by, String id, String format, String... events) {
    var told = "\"" + String.join("\",\"", events) + "\"";
    return by.post(hooks(id), body(format, receiver.url(), told));
  }

  private static String body(String format, String url, String events) {
    return "{\"name\":\"Bot\",\"format\":\"%s\",\"url\":\"%s\",\"events\":[%s]}"
        .formatted(format, url, events);
  }

  private static String hooks(String id) {
    return "/api/servers/" + id + "/hooks";
  }

  private static List<JsonNode> deliveries(Http by, String id, String hook) {
    var all = new ArrayList<JsonNode>();
    by.get(hooks(id) + "/" + hook + "/deliveries").json().forEach(all::add);
    return all;
  }

  private static List<String> states(Http by, String id, String hook) {
    return deliveries(by, id, hook).stream().map(one -> one.path("state").asText()).toList();
  }

  private static void join(Http owner, Http member, String id, String permission) {
    var invited =
        owner.post(
            "/api/servers/" + id + "/invitations",
            "{\"permissions\":[\"%s\"]}".formatted(permission));
    var accepted = member.post("/api/invitations/" + invited.text("token") + "/accept", "");
    assertThat(accepted.text("server_id")).isEqualTo(id);
  }

  private static String server(Http owner, String name) {
    var made =
        owner.post(
            "/api/servers",
            "{\"friendly_name\":\"%s\",\"game_image_id\":\"lobby\"}".formatted(name));
    assertThat(made.status()).as(made.body()).isEqualTo(200);
    return made.text("id");
  }
}
