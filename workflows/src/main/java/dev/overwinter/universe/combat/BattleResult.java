package dev.overwinter.universe.combat;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// How a battle went. Small however many fought, and equal to the one of any other machine for the
/// same order, rules and seed.
///
/// @param rules by which it was fought
/// @param seed with which it can be fought again
/// @param winner who is left
/// @param attackers how they fared
/// @param defenders how they fared
/// @param rounds what happened, in order; none when a side had nobody
public record BattleResult(
    BattleRules rules,
    long seed,
    Winner winner,
    Side attackers,
    Side defenders,
    List<Round> rounds) {

  /// Who is left.
  public enum Winner {
    ATTACKERS,
    DEFENDERS,
    /// Both sides, or nobody.
    DRAW
  }

  /// A side before and after.
  ///
  /// @param power what its units attack with in all, in points
  /// @param remainingPower the same of those that are left
  /// @param fleets in the order of the battle
  public record Side(long power, long remainingPower, List<FleetOutcome> fleets) {
    public Side {
      fleets = List.copyOf(fleets);
    }

    /// Whether nobody is left.
    @JsonIgnore
    public boolean isGone() {
      return fleets.stream().allMatch(f -> f.remaining().isEmpty());
    }

    /// One fleet of it.
    public FleetOutcome fleet(String id) {
      return fleets.stream().filter(f -> f.fleet().equals(id)).findFirst().orElseThrow();
    }
  }

  /// A fleet before and after.
  ///
  /// @param fleet its id
  /// @param owner whose
  /// @param units how many there were, by id
  /// @param lost how many of them are not any more
  /// @param remaining how many of them still are
  public record FleetOutcome(
      String fleet,
      String owner,
      Map<String, Long> units,
      Map<String, Long> lost,
      Map<String, Long> remaining) {
    public FleetOutcome {
      Objects.requireNonNull(fleet, "fleet");
      Objects.requireNonNull(owner, "owner");
      units = Counts.copy(units);
      lost = Counts.copy(lost);
      remaining = Counts.copy(remaining);
    }
  }

  /// One round.
  ///
  /// @param number from 1
  public record Round(int number, List<FleetRound> attackers, List<FleetRound> defenders) {
    public Round {
      attackers = List.copyOf(attackers);
      defenders = List.copyOf(defenders);
    }
  }

  /// What a fleet did and suffered in one round.
  ///
  /// @param fleet its id
  /// @param shots how often it fired
  /// @param bounced how many of these did nothing
  /// @param power points that the rest brought, before the shields of who was hit
  /// @param absorbed points that its own shields took
  /// @param lost units that did not see the end of the round
  /// @param remaining units that did
  public record FleetRound(
      String fleet,
      long shots,
      long bounced,
      long power,
      long absorbed,
      Map<String, Long> lost,
      Map<String, Long> remaining) {
    public FleetRound {
      Objects.requireNonNull(fleet, "fleet");
      lost = Counts.copy(lost);
      remaining = Counts.copy(remaining);
    }
  }

  public BattleResult {
    Objects.requireNonNull(rules, "rules");
    Objects.requireNonNull(winner, "winner");
    Objects.requireNonNull(attackers, "attackers");
    Objects.requireNonNull(defenders, "defenders");
    rounds = List.copyOf(rounds);
  }

  /// How often it was fired in all.
  @JsonIgnore
  public long shots() {
    return rounds.stream()
        .mapToLong(r ->
            r.attackers().stream().mapToLong(FleetRound::shots).sum()
                + r.defenders().stream().mapToLong(FleetRound::shots).sum())
        .sum();
  }
}
