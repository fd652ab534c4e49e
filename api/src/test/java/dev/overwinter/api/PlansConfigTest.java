package dev.overwinter.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PlansConfigTest {
  @TempDir private Path directory = Path.of(".");

  @Test
  void aPlanHasTheUsualOfWhatItDoesNotSay() throws IOException {
    var plans =
        read(
            """
            standard: {awake: 2}
            club:
              servers: 25
              memory: 1536 MiB
            """);
    assertThat(plans.plans())
        .containsExactly(
            new Plan("standard", 7, 2, Plan.ANY, 20), new Plan("club", 25, 25, 1536L << 20, 20));
    assertThat(plans.plans()).extracting(Plan::memory).containsExactly("any size", "1536 MiB");
    assertThat(plans.of("club").servers()).isEqualTo(25);
    assertThat(plans.of(null)).isEqualTo(plans.usual());
    assertThat(plans.of("described-no-more")).isEqualTo(plans.usual());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]|plans by their names",
        "Club: {servers: 1}|Club",
        "club: 7|club",
        "club: {server: 1}|club.server",
        "club: {servers: -1}|club.servers: -1",
        "club: {awake: many}|club.awake: many",
        "club: {memory: 4 GB}|club.memory: 4 GB",
        "club: {backups: 21}|0..20",
        "'club: {servers: 1, servers: 2}'|no YAML",
        "club: !!java.net.URL [\"http://x\"]|no YAML",
      })
  void whatIsWrongIsNamedAndKeepsItFromStarting(String text, String named) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(text))
        .withMessageStartingWith("OVERWINTER_API_PLANS: ")
        .withMessageContaining(named);
  }

  @Test
  void theUsualPlanIsOneOfThem() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PlansConfig.from(Map.of("OVERWINTER_API_PLAN", "gold"), 1))
        .withMessage("OVERWINTER_API_PLAN: gold (expected: one of [standard])");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PlansConfig.from(Map.of("OVERWINTER_API_PLANS", "/nowhere.yaml"), 1))
        .withMessageContaining("expected: a readable file");
  }

  private PlansConfig read(String text) throws IOException {
    var file = Files.writeString(directory.resolve("plans.yaml"), text);
    return PlansConfig.from(Map.of("OVERWINTER_API_PLANS", file.toString()), 7);
  }
}
