package dev.overwinter.universe.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import dev.overwinter.universe.ruleset.RuleSet;
import io.temporal.common.converter.JacksonJsonPayloadConverter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/// The rule sets that come with the platform. Thread-safe; each is read once.
///
/// A key that no rule knows is an error: a misspelt constant must not fall back to nothing.
public final class RuleSetFiles {
  private static final String FOLDER = "/dev/overwinter/universe/rules/";

  /// The seed's world.
  public static final RuleSet CLASSIC = load("classic");

  /// The real economy.
  public static final RuleSet OGAME = load("ogame");

  private RuleSetFiles() {}

  /// All of them.
  public static List<RuleSet> all() {
    return List.of(CLASSIC, OGAME);
  }

  /// One of them.
  ///
  /// @throws IllegalArgumentException when there is none of that name
  public static RuleSet named(String name) {
    return all().stream()
        .filter(rules -> rules.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "rules: "
                    + name
                    + " (expected: "
                    + all().stream().map(RuleSet::name).toList()
                    + ")"));
  }

  /// Reads one from text of the same form.
  ///
  /// @throws IOException when it is not of that form
  public static RuleSet read(InputStream json) throws IOException {
    return mapper().readValue(json, RuleSet.class);
  }

  private static RuleSet load(String name) {
    try (var json = RuleSetFiles.class.getResourceAsStream(FOLDER + name + ".json")) {
      if (json == null) {
        throw new IllegalStateException("rules: " + name + " (expected: in this jar)");
      }
      return read(json);
    } catch (IOException e) {
      throw new UncheckedIOException("rules: " + name, e);
    }
  }

  private static ObjectMapper mapper() {
    return JacksonJsonPayloadConverter.newDefaultObjectMapper()
        .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
        .configure(JsonParser.Feature.ALLOW_COMMENTS, true)
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
  }
}
