package dev.overwinter.lab.acceptance.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A reader who follows a link, or a word of *Follow one packet*, arrives.
final class ReadmeLinksTest {
  private static final Path ROOT = MainClasses.ROOT;
  private static final Pattern LINK =
      Pattern.compile("\\]\\((?!https?:|#|mailto:)([^)#]+)[^)]*\\)");
  private static final Pattern STEP =
      Pattern.compile("\\[`(?:[a-z]+\\.)?([A-Z]\\w+)(?:\\.(\\w+))?`\\]\\(([^)]+)\\)");

  @ParameterizedTest
  @MethodSource("pages")
  void everyRelativeLinkLeadsSomewhere(Path page) throws IOException {
    var dead = new ArrayList<String>();
    LINK.matcher(Files.readString(page))
        .results()
        .map(link -> link.group(1))
        .filter(target -> !Files.exists(page.resolveSibling(target)))
        .forEach(dead::add);
    assertThat(dead).as("links in %s that lead nowhere", ROOT.relativize(page)).isEmpty();
  }

  @Test
  void everyStepOfThePacketIsATypeThatExists() throws IOException {
    var readme = Files.readString(ROOT.resolve("README.md"));
    var missing = new ArrayList<String>();
    var steps = STEP.matcher(readme).results().toList();
    assertThat(steps).hasSizeGreaterThanOrEqualTo(9);
    for (var step : steps) {
      var target = ROOT.resolve(step.group(3));
      if (sourcesUnder(target, step.group(1)).isEmpty()) {
        missing.add(step.group());
      }
    }
    assertThat(missing).isEmpty();
  }

  private static List<Path> sourcesUnder(Path target, String type) throws IOException {
    var declaration = Pattern.compile("\\b(class|interface|record|enum)\\s+" + type + "\\b");
    try (var files = Files.walk(target)) {
      var found = new ArrayList<Path>();
      for (var file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        if (declaration.matcher(Files.readString(file)).find()) {
          found.add(file);
        }
      }
      return found;
    }
  }

  static List<Path> pages() throws IOException {
    try (var decisions = Files.list(ROOT.resolve("docs/decisions"))) {
      return Stream.concat(Stream.of(ROOT.resolve("README.md")), decisions)
          .filter(page -> page.toString().endsWith(".md"))
          .sorted()
          .toList();
    }
  }
}
