package dev.overwinter.universe.ruleset;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/// What too little energy does to mines.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = EnergyFactor.Floored.class, name = "floored"),
  @JsonSubTypes.Type(value = EnergyFactor.Percent.class, name = "percent"),
})
public sealed interface EnergyFactor {

  /// The share of their output that mines give, 0 to 1.
  double of(double produced, double required);

  /// Whether energy is counted in whole units: what is given is cut, what is taken is rounded up.
  boolean whole();

  /// The share that there is, but never less than some as long as there is any energy.
  record Floored(double least) implements EnergyFactor {
    @Override
    public double of(double produced, double required) {
      if (required <= 0) {
        return 1;
      }
      return produced <= 0 ? 0 : Math.clamp(produced / required, least, 1);
    }

    @Override
    public boolean whole() {
      return false;
    }
  }

  /// The share that there is, cut to whole percents; energy is whole as well.
  record Percent() implements EnergyFactor {
    @Override
    public double of(double produced, double required) {
      if (required <= 0) {
        return 1;
      }
      return Math.clamp(StrictMath.floor(100 * produced / required), 0, 100) / 100;
    }

    @Override
    public boolean whole() {
      return true;
    }
  }
}
