package dev.overwinter.lab.acceptance.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.durable.SearchAttributes;
import java.io.IOException;
import java.nio.file.Files;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The Temporal server of docker-compose.yml knows the search attributes that workflows set; with
/// one missing, no server could be created.
final class ComposeAttributesTest {
  private static final Pattern CREATED = Pattern.compile("for attribute in ([\\w ]+); do");

  @Test
  void composeCreatesTheSearchAttributesThatWorkflowsSet() throws IOException {
    var compose = Files.readString(MainClasses.ROOT.resolve("docker-compose.yml"));
    var created = CREATED.matcher(compose);

    assertThat(created.find()).isTrue();
    assertThat(created.group(1).split(" "))
        .containsExactlyInAnyOrderElementsOf(
            SearchAttributes.ALL.stream().map(key -> key.getName()).toList());
  }
}
