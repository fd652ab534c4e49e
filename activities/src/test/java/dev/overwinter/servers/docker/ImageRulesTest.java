package dev.overwinter.servers.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ImageRulesTest {

  @ParameterizedTest
  @Tag("S-08")
  @CsvSource({
    "itzg/minecraft, itzg/minecraft, true",
    "itzg/minecraft, itzg/minecraft:2026, true",
    "itzg/minecraft, docker.io/itzg/minecraft:1@sha256:aa, true",
    "itzg/minecraft, itzg/minecraft/more, true",
    "itzg/minecraft, itzg/minecraft-evil, false",
    "itzg/minecraft, evil.example/itzg/minecraft, false",
    "itzg/, itzg/anything, true",
    "itzg/, itzgevil/anything, false",
    "docker.io/library/busybox, busybox:1, true",
    "busybox, library/busybox, true",
    "busybox, 127.0.0.1:5000/busybox, false",
    "127.0.0.1:5000/a, 127.0.0.1:5000/a:1, true",
    "127.0.0.1:5000, 127.0.0.1:5000/a:1, true",
    "127.0.0.1:5000, 127.0.0.1:50001/a:1, false",
    "itzg, itzg/../other, false",
    "itzg, itzg//other, false",
    "itzg, ITZG/minecraft, false",
    "'*', whatever/it:is, true",
  })
  void allowsWholePartsOfAPathAndNothingElse(String rule, String image, boolean allowed) {
    assertThat(ImageRules.parse(rule).objection(image).isEmpty()).isEqualTo(allowed);
  }

  @Test
  void refusesARuleThatMeansNothing() {
    assertThatThrownBy(() -> ImageRules.parse("a, B!"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("B!");
    assertThat(ImageRules.parse(" ")).isEqualTo(ImageRules.USUAL);
  }

  /// Whoever adds a game to the bundled catalogue adds its repository here.
  @Test
  void theUsualOnesAreThoseOfTheBundledCatalogue() throws IOException {
    var named = Pattern.compile("(?m)^image: (\\S+)");
    try (var entries = Files.list(Path.of("../workflows/src/main/resources/catalogue"))) {
      for (var entry : entries.filter(file -> file.toString().endsWith(".yaml")).toList()) {
        var image = named.matcher(Files.readString(entry));
        assertThat(image.find()).as(entry.toString()).isTrue();
        assertThat(ImageRules.USUAL.objection(image.group(1))).as(entry.toString()).isEmpty();
      }
    }
    assertThat(ImageRules.USUAL.allowed()).doesNotContainAnyElementsOf(List.of("*", ""));
  }
}
