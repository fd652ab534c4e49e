package dev.overwinter.lab.acceptance.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Every promise of `docs/promises.txt` is held by a test that bears its id.
final class PromisesTest {
  private static final Pattern PROMISE = Pattern.compile("([A-Z]+-\\d\\d) (\\S.*)");
  private static final Pattern TAG = Pattern.compile("@Tag\\(\"([A-Z]+-\\d\\d)\"\\)");

  @Test
  void everyPromiseHasATest() throws IOException {
    var promises = promises();
    var held = tagged();

    System.out.println(table(promises, held));
    assertThat(promises.keySet().stream().filter(id -> !held.containsKey(id)))
        .as("promises that no test bears as @Tag")
        .isEmpty();
  }

  private static Map<String, String> promises() throws IOException {
    var promises = new TreeMap<String, String>();
    for (var line : Files.readAllLines(MainClasses.ROOT.resolve("docs/promises.txt"))) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      var promise = PROMISE.matcher(line);
      assertThat(promise.matches()).as(line).isTrue();
      assertThat(promises.put(promise.group(1), promise.group(2))).as(line).isNull();
    }
    assertThat(promises).isNotEmpty();
    return promises;
  }

  /// Where each id is borne, a class once for each of its tests that bear it.
  private static Map<String, List<String>> tagged() throws IOException {
    var held = new TreeMap<String, List<String>>();
    try (var files = Files.walk(MainClasses.ROOT)) {
      for (var file : files.filter(PromisesTest::isTest).toList()) {
        var name = file.getFileName().toString().replace(".java", "");
        TAG.matcher(Files.readString(file))
            .results()
            .forEach(tag -> held.computeIfAbsent(tag.group(1), _ -> new ArrayList<>()).add(name));
      }
    }
    held.values().forEach(names -> names.sort(Comparator.naturalOrder()));
    return held;
  }

  private static boolean isTest(Path file) {
    return file.toString().contains("/src/test/java/") && file.toString().endsWith(".java");
  }

  private static String table(Map<String, String> promises, Map<String, List<String>> held) {
    var text = new StringBuilder("id     tests  promise, and who holds it\n");
    promises.forEach((id, promise) -> {
      var names = held.getOrDefault(id, List.of());
      text.append("%-6s %5d  %s%n".formatted(id, names.size(), promise));
      text.append("               %s%n".formatted(String.join(", ", new TreeSet<>(names))));
    });
    var more = new TreeSet<>(held.keySet());
    more.removeAll(promises.keySet());
    return text.append("borne by tests and not promised yet: " + more).toString();
  }
}
