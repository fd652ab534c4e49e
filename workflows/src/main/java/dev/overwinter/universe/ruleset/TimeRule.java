package dev.overwinter.universe.ruleset;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.overwinter.universe.Levels;
import java.util.List;
import java.util.Map;

/// How long something takes that is built or researched.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = TimeRule.Stretched.class, name = "stretched"),
  @JsonSubTypes.Type(value = TimeRule.Work.class, name = "work"),
})
public sealed interface TimeRule {

  /// What a time depends on.
  ///
  /// @param key what is built
  /// @param level the level that there is already; 0 for units
  /// @param count how many; 1 but for units that are delivered together
  /// @param seconds the base time, where the data file has one
  /// @param work metal and crystal, or structure, in units
  /// @param levels buildings and technologies that help
  /// @param speed of the universe
  record Job(
      String key,
      int level,
      long count,
      double seconds,
      double work,
      Levels levels,
      double speed) {}

  /// Whole seconds, at least 1.
  long seconds(Job job);

  /// `base x growth^level`, shortened by a percentage per level of what helps.
  ///
  /// @param perLevel how much each level takes off; the parts multiply
  /// @param least the smallest factor that they leave
  record Stretched(double growth, Map<String, Double> perLevel, double least) implements TimeRule {
    public Stretched {
      perLevel = Tables.copy(perLevel);
    }

    @Override
    public long seconds(Job job) {
      var factor = 1.0;
      for (var part : perLevel.entrySet()) {
        factor *= 1 - part.getValue() * job.levels().of(part.getKey());
      }
      factor = Math.max(least, factor);
      // Cut twice, as the seed does: 103.68 s are 103 before anything shortens them.
      var base = (long) (job.seconds() * job.count() * StrictMath.pow(growth, job.level()));
      return Math.max(1, (long) (base * factor / job.speed()));
    }
  }

  /// Work divided by what is done in an hour.
  ///
  /// @param perHour without any help
  /// @param by what multiplies it by one more than its level
  /// @param doubling what doubles it with every level; empty for none
  /// @param early whether the first levels are quicker: `max(4 - target / 2, 1)`
  /// @param notEarly what is never quicker
  record Work(double perHour, String by, String doubling, boolean early, List<String> notEarly)
      implements TimeRule {
    public Work {
      notEarly = notEarly == null ? List.of() : List.copyOf(notEarly);
    }

    @Override
    public long seconds(Job job) {
      var rate = perHour * (1 + job.levels().of(by)) * job.speed();
      if (!doubling.isEmpty()) {
        rate *= StrictMath.pow(2, job.levels().of(doubling));
      }
      if (early && !notEarly.contains(job.key())) {
        rate *= Math.max(4 - (job.level() + 1) / 2.0, 1);
      }
      return Math.max(1, (long) (job.work() * job.count() / rate * 3600));
    }
  }
}
