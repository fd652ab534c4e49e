package dev.overwinter.universe.ruleset;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/// How a planet's nature changes what it gives: by temperature in degrees, or by size.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Climate.Indifferent.class, name = "indifferent"),
  @JsonSubTypes.Type(value = Climate.Steps.class, name = "steps"),
  @JsonSubTypes.Type(value = Climate.Linear.class, name = "linear"),
})
public sealed interface Climate {

  /// The factor at a temperature or size.
  double factor(int value);

  /// Always 1.
  record Indifferent() implements Climate {
    @Override
    public double factor(int value) {
      return 1;
    }
  }

  /// The factor of the first step that is not exceeded.
  ///
  /// @param steps in rising order
  /// @param above beyond the last one
  record Steps(List<Step> steps, double above) implements Climate {
    public Steps {
      steps = List.copyOf(steps);
    }

    @Override
    public double factor(int value) {
      for (var step : steps) {
        if (value <= step.upTo()) {
          return step.factor();
        }
      }
      return above;
    }
  }

  /// One step.
  record Step(int upTo, double factor) {}

  /// `base + perDegree x (value + shift)`, not below 0. A planet keeps its highest temperature; the
  /// mean is 20 degrees below.
  record Linear(double base, double perDegree, int shift) implements Climate {
    @Override
    public double factor(int value) {
      return Math.max(0, base + perDegree * (value + shift));
    }
  }
}
