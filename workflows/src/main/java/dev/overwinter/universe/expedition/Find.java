package dev.overwinter.universe.expedition;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.overwinter.universe.combat.BattleFleet;
import dev.overwinter.universe.combat.Goods;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// What an expedition came to.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Find.Nothing.class, name = "nothing"),
  @JsonSubTypes.Type(value = Find.Resources.class, name = "resources"),
  @JsonSubTypes.Type(value = Find.Ships.class, name = "ships"),
  @JsonSubTypes.Type(value = Find.Later.class, name = "later"),
  @JsonSubTypes.Type(value = Find.Sooner.class, name = "sooner"),
  @JsonSubTypes.Type(value = Find.Fight.class, name = "fight"),
  @JsonSubTypes.Type(value = Find.Lost.class, name = "lost")
})
public sealed interface Find {
  /// Empty space.
  record Nothing() implements Find {}

  /// Something to carry home; it fits into the holds.
  record Resources(Goods goods) implements Find {
    public Resources {
      Objects.requireNonNull(goods, "goods");
    }
  }

  /// Ships that nobody owns; they fly home with the fleet.
  ///
  /// @param ships by id
  record Ships(Map<String, Long> ships) implements Find {
    public Ships {
      ships = Collections.unmodifiableMap(new TreeMap<>(ships));
    }
  }

  /// The fleet comes home later than it meant to.
  record Later(Duration by) implements Find {
    public Later {
      Objects.requireNonNull(by, "by");
    }
  }

  /// The fleet comes home sooner than it meant to.
  record Sooner(Duration by) implements Find {
    public Sooner {
      Objects.requireNonNull(by, "by");
    }
  }

  /// Somebody attacks the fleet, which defends itself.
  ///
  /// @param who attacks
  /// @param enemies the attackers' only fleet
  record Fight(Who who, BattleFleet enemies) implements Find {
    public Fight {
      Objects.requireNonNull(who, "who");
      Objects.requireNonNull(enemies, "enemies");
    }
  }

  /// The fleet is gone, and nobody knows why.
  record Lost() implements Find {}

  /// Who attacks expeditions.
  enum Who {
    PIRATES,
    ALIENS
  }
}
