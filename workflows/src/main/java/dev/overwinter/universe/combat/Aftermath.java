package dev.overwinter.universe.combat;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a battle leaves. Everything is somewhere: what was carried is kept or lost, what was on the
/// planet is there still or in a hold, and of what was destroyed the debris is what is not gone.
///
/// @param holds what the attackers' fleets carry home, in the order of the battle
/// @param loot what the planet has less: the sum of theirs
/// @param debris what can be recycled
/// @param repaired defences of the planet that stand again, by id
/// @param moonPercent how likely a moon was; 0 where there is one already
/// @param moon the one that came of it; null when none did
public record Aftermath(
    List<Hold> holds,
    Goods loot,
    Goods debris,
    Map<String, Long> repaired,
    int moonPercent,
    @Nullable Moon moon) {

  /// What a fleet carries after a battle.
  ///
  /// @param fleet its id
  /// @param loot taken here; none for a fleet that is gone
  /// @param kept of what it came with
  /// @param lost of what it came with, because the ships that held it are gone
  public record Hold(String fleet, Goods loot, Goods kept, Goods lost) {
    /// All that it carries.
    @JsonIgnore
    public Goods carried() {
      return loot.plus(kept);
    }
  }

  /// A moon that came of debris.
  ///
  /// @param diameter kilometres
  public record Moon(int diameter) {}

  public Aftermath {
    Objects.requireNonNull(loot, "loot");
    Objects.requireNonNull(debris, "debris");
    holds = List.copyOf(holds);
    repaired = Counts.copy(repaired);
  }
}
