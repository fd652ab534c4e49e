package dev.overwinter.servers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overwinter.catalogue.GameTemplate;
import dev.overwinter.durable.Payloads;
import dev.overwinter.nodes.NodeState;
import dev.overwinter.servers.workflow.ServerRun;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What was written before a field existed is read with that field's default.
final class OlderPayloadsRulesTest {

  @Test
  @Tag("P-09")
  void aServerFromBeforeIsIntroducedToNobody() throws IOException {
    var json = Payloads.mapper();
    ObjectNode older = json.valueToTree(Servers.lobby("s1"));
    ((ObjectNode) older.get("joining")).remove("proxyProtocol");
    ((ObjectNode) older.get("template")).remove("proxyProtocol");
    assertThat(json.treeToValue(older, ServerSpec.class)).isEqualTo(Servers.lobby("s1"));
  }

  @Test
  @Tag("P-09")
  void anOrderFromBeforeIsTheSameOrder() throws IOException {
    var json = Payloads.mapper();
    var order = new ContainerOrder("s1", Servers.lobby("s1").template(), "10.213.0.0/29", false);
    ObjectNode older = json.valueToTree(order);
    older.remove("proxyProtocol");
    assertThat(json.treeToValue(older, ContainerOrder.class)).isEqualTo(order);
  }

  /// A template as the first release wrote it, word by word.
  @Test
  void aGameFromBeforeHasOnePortAndOneVolume() throws IOException {
    var older =
        """
        {"id":"lobby","name":"Lobby","description":"The demo server.",
         "image":"overwinter/lobby:latest","protocol":"MINECRAFT_JAVA","port":25565,
         "dataPath":"/data","environment":{"LOBBY_PORT":"25565"},
         "resources":{"memoryBytes":536870912,"milliCpus":1000,"pids":256},
         "hardening":{"user":"1000:1000","readOnlyRoot":true,"egress":false},
         "stop":{"command":"stop","grace":"PT30S"},"startTimeout":"PT1M","proxyProtocol":false}
        """;
    assertThat(Payloads.mapper().readValue(older, GameTemplate.class))
        .isEqualTo(Servers.lobby("s1").template());
  }

  @Test
  void whatOlderRunsDidNotSayOfCreditsIsNothing() throws IOException {
    var json = Payloads.mapper();
    var metering =
        """
        {"number":0,"run":"","untold":[],
         "credit":{"number":0,"standing":"FUNDED","reason":""}}
        """;
    assertThat(json.readValue(metering, Metering.class)).isEqualTo(Metering.NONE);
    var stopping =
        """
        {"kind":"HIBERNATING","since":"2026-11-21T12:00:00Z","why":"froze","force":true,
         "thenWake":true}
        """;
    assertThat(json.readValue(stopping, ServerState.class))
        .isInstanceOfSatisfying(
            ServerState.Hibernating.class, state -> assertThat(state.restart()).isEmpty());
    ObjectNode older = json.valueToTree(ServerRun.first(Servers.lobby("s1")));
    older.remove("metered");
    assertThat(json.treeToValue(older, ServerRun.class).metered()).isFalse();
    assertThat(
            json.readValue(
                "{\"kind\":\"LOST\",\"since\":\"2026-11-21T12:00:00Z\",\"draining\":true}",
                NodeState.class))
        .isEqualTo(new NodeState.Lost(Instant.parse("2026-11-21T12:00:00Z"), true));
  }

  /// A proxy that runs on over an upgrade tells players why, whatever the reason is called.
  @Test
  void aRefusalThatIsNewerThanItsReaderIsStillOne() throws IOException {
    var json = Payloads.mapper();
    ObjectNode newer =
        json.valueToTree(
            new WakeOutcome.Refused(Refusal.CREDITS, "the moon is full", Duration.ofSeconds(5)));
    newer.put("refusal", "MOON");
    assertThat(json.treeToValue(newer, WakeOutcome.class))
        .isEqualTo(
            new WakeOutcome.Refused(Refusal.OTHER, "the moon is full", Duration.ofSeconds(5)));
  }

  @Test
  void whatOlderStatesDidNotSayIsEmpty() throws IOException {
    var json = Payloads.mapper();
    var failed =
        """
        {"kind":"FAILED","since":"2026-11-21T12:00:00Z","reason":"exit code 1","made":true,
         "retryAfter":"PT1M"}
        """;
    assertThat(json.readValue(failed, ServerState.class))
        .isInstanceOfSatisfying(
            ServerState.Failed.class,
            state -> {
              assertThat(state.lastLines()).isEmpty();
              assertThat(state.refused()).isNull();
            });
    assertThat(
            json.readValue("{\"publicPort\":20000,\"subnet\":\"10.0.0.0/29\"}", Allocation.class))
        .isEqualTo(new Allocation(20_000, "10.0.0.0/29"));
  }
}
