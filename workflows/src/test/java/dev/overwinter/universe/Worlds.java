package dev.overwinter.universe;

import dev.overwinter.universe.json.RuleSetFiles;
import dev.overwinter.universe.planet.PlanetMove;
import dev.overwinter.universe.planet.PlanetRules;
import dev.overwinter.universe.planet.PlanetState;
import dev.overwinter.universe.ruleset.Laws;
import dev.overwinter.universe.ruleset.RuleSet;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Planets and laws for tests of the universe's rules.
public final class Worlds {
  /// When everything begins.
  public static final Instant T0 = Instant.parse("2026-11-22T12:00:00Z");

  public static final Laws CLASSIC = Laws.of(RuleSetFiles.CLASSIC);
  public static final Laws OGAME = Laws.of(RuleSetFiles.OGAME);

  private Worlds() {}

  /// The classic rules with other base rates of its three mines.
  public static Laws classicWithRates(int metal, int crystal, int deuterium) {
    return Laws.of(
        edited(
            "classic",
            Map.of(
                rate(Resource.METAL, 30), rate(Resource.METAL, metal),
                rate(Resource.CRYSTAL, 20), rate(Resource.CRYSTAL, crystal),
                rate(Resource.DEUTERIUM, 10), rate(Resource.DEUTERIUM, deuterium))));
  }

  /// As the data file writes it; each is there once, so that edits do not depend on their order.
  private static String rate(Resource resource, int base) {
    return "\"resource\": \"%s\", \"output\": {\"kind\": \"exponential\", \"base\": %d,"
        .formatted(resource, base);
  }

  /// A rule set with pieces of its text replaced.
  public static RuleSet edited(String name, Map<String, String> edits) {
    try (InputStream file =
        RuleSetFiles.class.getResourceAsStream(
            "/dev/overwinter/universe/rules/" + name + ".json")) {
      var text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      for (var edit : edits.entrySet()) {
        if (!text.contains(edit.getKey())) {
          throw new IllegalArgumentException("no such text: " + edit.getKey());
        }
        text = text.replace(edit.getKey(), edit.getValue());
      }
      return RuleSetFiles.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A planet at 1:1:4 with a size and a temperature that change nothing.
  public static PlanetState planet(Laws laws, Map<String, Integer> buildings) {
    return planet(laws, 1, new Coordinate(1, 1, 4)).withBuildings(new Levels(buildings));
  }

  /// A first planet of a player with the same number.
  public static PlanetState planet(Laws laws, long id, Coordinate at) {
    return founded(laws, id, at).next();
  }

  public static PlanetMove founded(Laws laws, long id, Coordinate at) {
    return PlanetRules.founded(
        laws,
        new PlanetId(id),
        new PlayerId(id),
        "Homeworld",
        at,
        Body.PLANET,
        25,
        163,
        true,
        Levels.NONE,
        List.of(),
        T0);
  }

  /// The same with that stock, in whole units.
  public static PlanetState with(PlanetState planet, long metal, long crystal, long deuterium) {
    return planet.withStock(Resources.ofUnits(metal, crystal, deuterium));
  }

  /// The same with that knowledge.
  public static PlanetState knowing(PlanetState planet, Map<String, Integer> techs) {
    return planet.withTechs(new Levels(techs), planet.techsAhead());
  }

  /// The move of an order that has to be accepted.
  public static <T> T accepted(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Accepted<T>(var move) -> move;
      case Outcome.Refused<T> refused -> throw new AssertionError("refused: " + refused);
    };
  }

  /// The refusal of an order that must not be accepted.
  public static Refusal refusal(Outcome<?> outcome) {
    return switch (outcome) {
      case Outcome.Accepted<?> accepted -> throw new AssertionError("accepted: " + accepted);
      case Outcome.Refused<?> refused -> refused.reason();
    };
  }

  /// Sum of what postings change.
  public static Resources change(List<Posting> postings) {
    return postings.stream().map(Posting::change).reduce(Resources.NONE, Resources::plus);
  }
}
