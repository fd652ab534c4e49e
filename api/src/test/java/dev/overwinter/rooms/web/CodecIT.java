package dev.overwinter.rooms.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.durable.KeyRing;
import dev.overwinter.durable.Payloads;
import dev.overwinter.durable.SealedPayloads;
import dev.overwinter.platform.Http;
import dev.overwinter.platform.Platform;
import io.temporal.api.common.v1.Payload;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What Temporal's UI asks for an admin who looks at a room's history.
final class CodecIT {
  private static final String DECODE = "/api/rooms/codec/decode";
  private static final String UI = "http://flows.example.org:8233";
  private static final String SECRET = "the card is a seven";

  private final Platform platform = Platform.shared();
  private final Http admin =
      platform.stranger().with("Cookie", "access_token=" + platform.token()).with("Origin", UI);

  private String sealed() {
    return sealed(platform.ring());
  }

  private static String sealed(KeyRing keys) {
    var payload = Payloads.converter().toPayload(SECRET).orElseThrow();
    return json(new SealedPayloads(keys).encode(List.of(payload, payload)));
  }

  /// As protobuf's JSON has them.
  private static String json(List<Payload> payloads) {
    return payloads.stream()
        .map(CodecIT::json)
        .collect(Collectors.joining(",", "{\"payloads\":[", "],\"externalPayloads\":[]}"));
  }

  private static String json(Payload payload) {
    var metadata =
        payload.getMetadataMap().entrySet().stream()
            .map(one ->
                "\"%s\":\"%s\"".formatted(one.getKey(), base64(one.getValue().toByteArray())))
            .collect(Collectors.joining(","));
    return "{\"metadata\":{%s},\"data\":\"%s\"}"
        .formatted(metadata, base64(payload.getData().toByteArray()));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static String opened(Http.Answer answer, int which) {
    var data = answer.json().path("payloads").path(which).path("data").asText();
    return new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8);
  }

  @Test
  @Tag("ROOM-02")
  void anAdminOpensThemFromTemporalsPageAndItIsRemembered() {
    var answer = admin.with("X-Namespace", "default").post(DECODE, sealed());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(UI);
    assertThat(answer.header("Access-Control-Allow-Credentials")).isEqualTo("true");
    assertThat(answer.json().path("payloads")).hasSize(2);
    assertThat(opened(answer, 0)).isEqualTo("\"" + SECRET + "\"");
    assertThat(opened(answer, 1)).isEqualTo("\"" + SECRET + "\"");
    assertThat(
            platform
                .sql()
                .sql("SELECT actor || ' ' || result FROM audit WHERE action = ? AND target = ?")
                .params("POST " + DECODE, "2 payloads of namespace default")
                .query(String.class)
                .list())
        .isNotEmpty()
        .allMatch(entry -> entry.endsWith(" 200"));
  }

  @Test
  void whatIsNotSealedComesBackAsItIs() {
    var plain = Payloads.converter().toPayload("plain").orElseThrow();
    var answer = admin.post(DECODE, json(List.of(plain)));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(opened(answer, 0)).isEqualTo("\"plain\"");
    assertThat(admin.post(DECODE, "{\"payloads\":[]}").status()).isEqualTo(200);
  }

  @Test
  @Tag("ROOM-02")
  void nobodyElseOpensAnything() {
    var body = sealed();
    for (var other : List.of(platform.stranger(), platform.player("curious-about-cards"))) {
      var answer = other.post(DECODE, body);
      assertThat(answer.status()).isIn(401, 403);
      assertThat(answer.body()).doesNotContain(base64(SECRET.getBytes(StandardCharsets.UTF_8)));
    }
  }

  @Test
  @Tag("ROOM-21")
  void noOtherPageMayAskWithAnAdminsCookies() {
    var asked = platform.stranger().with("Access-Control-Request-Method", "POST");
    var allowed = asked.with("Origin", UI).send("OPTIONS", DECODE, "", "");
    assertThat(allowed.status()).isEqualTo(204);
    assertThat(allowed.header("Access-Control-Allow-Origin")).isEqualTo(UI);
    assertThat(allowed.header("Access-Control-Allow-Headers")).contains("X-Namespace");

    for (var origin :
        List.of("http://evil.example.org", UI + "1", "http://127.0.0.1:8233", "null")) {
      var refused = asked.with("Origin", origin).send("OPTIONS", DECODE, "", "");
      assertThat(refused.status()).as(origin).isEqualTo(403);
      assertThat(refused.header("Access-Control-Allow-Origin")).as(origin).isEmpty();
    }
    // What a browser would send without asking first.
    assertThat(admin.send("POST", DECODE, "text/plain", sealed()).status()).isEqualTo(403);
    assertThat(admin.form(DECODE, Map.of("payloads", "x")).status()).isEqualTo(403);
  }

  @Test
  void aKeyThatIsMissingIsNamedAndNothingElseIsTold() {
    var answer = admin.post(DECODE, sealed(KeyRing.parse(KeyRing.draw("lost-key"))));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.body()).contains("no key 'lost-key'").doesNotContain(SECRET);
    assertThat(admin.post(DECODE, "{\"payloads\":[{\"data\":\"***\"}]}").status()).isEqualTo(422);
    assertThat(admin.post(DECODE, "{\"payloads\":null}").status()).isEqualTo(422);
    assertThat(admin.post(DECODE, "[").status()).isEqualTo(400);
  }

  /// By Temporal's own idea of the protocol.
  @Test
  void temporalsCommandLineReadsAHistoryThroughIt() throws Exception {
    var keys = platform.ring();
    var service =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(platform.target()).build());
    try {
      var options =
          WorkflowClientOptions.newBuilder()
              .setDataConverter(SealedPayloads.converter(keys))
              .build();
      var workflow =
          WorkflowClient.newInstance(service, options)
              .newUntypedWorkflowStub(
                  "Room",
                  WorkflowOptions.newBuilder()
                      .setWorkflowId("looked-at")
                      .setTaskQueue("nobody-polls")
                      .build());
      var _ = workflow.start(SECRET);

      var plain = base64(("\"" + SECRET + "\"").getBytes(StandardCharsets.UTF_8));
      assertThat(shown())
          .contains(base64("binary/encrypted".getBytes(StandardCharsets.UTF_8)))
          .doesNotContain(plain);
      assertThat(
              shown(
                  "--codec-endpoint",
                  platform.url() + "/api/rooms/codec",
                  "--codec-auth",
                  "Bearer " + platform.token()))
          .contains(plain);
    } finally {
      service.shutdownNow();
    }
  }

  private String shown(String... more) throws IOException, InterruptedException {
    var cli =
        Objects.requireNonNull(
            System.getenv("OVERWINTER_TEMPORAL_CLI"),
            "OVERWINTER_TEMPORAL_CLI (expected: path of the temporal CLI; ./overwinter test sets it)");
    var command =
        new ArrayList<>(
            List.of(cli, "workflow", "show", "-w", "looked-at", "--address", platform.target()));
    command.addAll(List.of("--output", "json", "--command-timeout", "20s"));
    command.addAll(List.of(more));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var output = process.getInputStream()) {
      var text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(text).isZero();
      return text;
    }
  }
}
