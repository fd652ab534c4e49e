package dev.overwinter.lab.acceptance.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The suffix of a test tells its fixture, so that a reader knows what it costs before running it.
final class SuffixTest {

  /// What a test with this suffix must mention, or must not (a leading `!`).
  private static final Map<String, List<String>> FIXTURES =
      Map.of(
          "RulesTest.java", List.of("!TestWorkflowEnvironment", "!new World("),
          "WorkflowTest.java", List.of("World"),
          "ReplayTest.java", List.of("WorkflowReplayer"),
          "AcceptanceTest.java", List.of("Stage"));

  @Test
  void aSuffixKeepsItsPromise() throws IOException {
    var broken = new ArrayList<String>();
    try (var files = Files.walk(MainClasses.ROOT)) {
      for (var file :
          files
              .filter(f -> f.toString().contains("/src/test/java/"))
              .filter(Files::isRegularFile)
              .toList()) {
        check(file, broken);
      }
    }
    assertThat(broken).isEmpty();
  }

  private static void check(Path file, List<String> broken) throws IOException {
    for (var rule : FIXTURES.entrySet()) {
      if (!file.toString().endsWith(rule.getKey())) {
        continue;
      }
      var source = Files.readString(file);
      for (var word : rule.getValue()) {
        var wanted = !word.startsWith("!");
        if (source.contains(wanted ? word : word.substring(1)) != wanted) {
          broken.add(file.getFileName() + " (expected: " + word + ")");
        }
      }
    }
  }
}
