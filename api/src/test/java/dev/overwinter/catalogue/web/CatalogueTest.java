package dev.overwinter.catalogue.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.overwinter.api.ApiConfig;
import dev.overwinter.catalogue.GameTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The shipped entries and an operator's directory, also while it changes.
@Tag("S-13")
final class CatalogueTest {
  private static final String OWN =
      """
      id: own
      name: Own
      description: An operator's game.
      image: example/own:1.2
      protocol: RAW_TCP
      port: 7777
      dataPath: /data
      resources: { memory: 64 MiB, cpus: 0.5, pids: 64 }
      hardening: { user: "1000:1000", readOnlyRoot: true, egress: false }
      stop: { command: "", grace: 10s }
      startTimeout: 30s
      """;

  @TempDir private Path directory = Path.of(".");

  @Test
  void everyShippedEntryIsGood() {
    var catalogue = new Catalogue(ApiConfig.from(Map.of()));
    assertThat(catalogue.problems()).isEmpty();
    assertThat(catalogue.games())
        .extracting(GameTemplate::id)
        .containsExactly(
            "factorio",
            "generic-tcp",
            "generic-udp",
            "lobby",
            "luanti",
            "minecraft-bedrock",
            "minecraft-java",
            "satisfactory",
            "terraria",
            "valheim");
    assertThat(catalogue.game("minecraft-java").orElseThrow().environment("x", 1))
        .containsEntry("MEMORY", "1536M");
  }

  @Test
  void noShippedEntryAcceptsALicenceForAnybody() {
    var catalogue = new Catalogue(ApiConfig.from(Map.of()));
    for (var id : new String[] {"minecraft-java", "minecraft-bedrock"}) {
      var game = catalogue.game(id).orElseThrow();
      assertThat(game.environment()).doesNotContainKey("EULA");
      assertThat(game.variables())
          .anySatisfy(variable -> {
            assertThat(variable.name()).isEqualTo("EULA");
            assertThat(variable.required()).isTrue();
            assertThat(variable.preset()).isEmpty();
          });
    }
  }

  @Test
  void aBadFileDoesNotTakeTheOthersWithIt() throws IOException {
    Files.writeString(directory.resolve("good.yaml"), OWN);
    Files.writeString(directory.resolve("bad.yaml"), OWN.replace("port: 7777", "port: x"));
    Files.write(directory.resolve("binary.yaml"), new byte[] {(byte) 0xff, 0, 1});
    var catalogue = catalogue();
    assertThat(catalogue.games())
        .extracting(GameTemplate::id)
        .contains("own", "lobby", "minecraft-java");
    assertThat(catalogue.problems())
        .anySatisfy(problem -> assertThat(problem.toString()).contains("bad.yaml:6:7: port: x"))
        .anySatisfy(problem -> assertThat(problem.toString()).contains("binary.yaml", "UTF-8"));
  }

  @Test
  void twoFilesOfOneIdAreSaidAndAnOperatorsTakesTheShippedOnesPlace() throws IOException {
    Files.writeString(directory.resolve("a.yaml"), OWN);
    Files.writeString(directory.resolve("b.yaml"), OWN.replace("Own", "Other"));
    Files.writeString(directory.resolve("c.yaml"), OWN.replace("id: own", "id: lobby"));
    var catalogue = catalogue();
    assertThat(catalogue.game("own").orElseThrow().name()).isEqualTo("Own");
    assertThat(catalogue.game("lobby").orElseThrow().name()).isEqualTo("Own");
    assertThat(catalogue.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.toString()).contains("b.yaml", "taken by"));
  }

  @Test
  void aFileThatBecomesBadKeepsItsLastGoodEntry() throws IOException {
    var file = directory.resolve("own.yaml");
    Files.writeString(file, OWN);
    var catalogue = catalogue();
    assertThat(catalogue.reload()).as("nothing has changed").isFalse();

    Files.writeString(file, OWN.replace("port: 7777", "port: 70000"));
    assertThat(catalogue.reload()).isTrue();
    assertThat(catalogue.game("own").orElseThrow().port()).isEqualTo(7777);
    assertThat(catalogue.problems()).hasSize(1);
    assertThat(catalogue.items()).anySatisfy(item -> assertThat(item.old()).isTrue());

    Files.writeString(file, OWN.replace("port: 7777", "port: 7778"));
    catalogue.reload();
    assertThat(catalogue.game("own").orElseThrow().port()).isEqualTo(7778);
    assertThat(catalogue.problems()).isEmpty();

    Files.delete(file);
    catalogue.reload();
    assertThat(catalogue.game("own")).isEmpty();
  }

  @Test
  void theDirectoryIsWatchedAndMayComeLater() throws IOException {
    var later = directory.resolve("later");
    var config = ApiConfig.from(Map.of("OVERWINTER_API_CATALOGUE", later.toString()));
    var catalogue = new Catalogue(config);
    assertThat(catalogue.problems()).hasSize(1);
    var watch = new CatalogueWatch(catalogue, config);
    watch.start();
    try {
      Files.createDirectory(later);
      Files.writeString(later.resolve("own.yml"), OWN);
      await().atMost(Duration.ofSeconds(15)).until(() -> catalogue.game("own").isPresent());
      assertThat(catalogue.problems()).isEmpty();
      Files.delete(later.resolve("own.yml"));
      await().atMost(Duration.ofSeconds(4)).until(() -> catalogue.game("own").isEmpty());
    } finally {
      watch.stop();
    }
  }

  private Catalogue catalogue() {
    return new Catalogue(ApiConfig.from(Map.of("OVERWINTER_API_CATALOGUE", directory.toString())));
  }
}
