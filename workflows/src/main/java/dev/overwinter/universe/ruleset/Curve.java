package dev.overwinter.universe.ruleset;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.overwinter.universe.Levels;

/// How something grows with the level of a building.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Curve.Exponential.class, name = "exponential"),
  @JsonSubTypes.Type(value = Curve.Compound.class, name = "compound"),
  @JsonSubTypes.Type(value = Curve.Improved.class, name = "improved"),
  @JsonSubTypes.Type(value = Curve.Stores.class, name = "stores"),
})
public sealed interface Curve {

  /// The value at a level.
  ///
  /// @param level 0 or more
  /// @param techs what its owner has researched
  double at(int level, Levels techs);

  /// `base x growth^level`: something already at level 0.
  record Exponential(double base, double growth) implements Curve {
    @Override
    public double at(int level, Levels techs) {
      return base * StrictMath.pow(growth, level);
    }
  }

  /// `base x level x growth^(level + shift)`: nothing at level 0; linear when growth is 1.
  record Compound(double base, double growth, int shift) implements Curve {
    @Override
    public double at(int level, Levels techs) {
      return level == 0 ? 0 : base * level * StrictMath.pow(growth, level + shift);
    }
  }

  /// `base x level x (growth + perLevel x tech)^level`: research makes each level better.
  record Improved(double base, double growth, String tech, double perLevel) implements Curve {
    @Override
    public double at(int level, Levels techs) {
      return base * level * StrictMath.pow(growth + perLevel * techs.of(tech), level);
    }
  }

  /// `base x floor(scale x e^(level x steps / over))`.
  record Stores(double base, double scale, double steps, double over) implements Curve {
    @Override
    public double at(int level, Levels techs) {
      return base * StrictMath.floor(scale * StrictMath.exp(steps * level / over));
    }
  }
}
