package dev.overwinter.lab.simulators.faults;

import dev.overwinter.lab.simulators.store.Change;
import dev.overwinter.lab.simulators.store.Store;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/// The armed faults, their counts and the seed; all of it survives a restart.
///
/// Safe for use by many threads. Which occasion a request gets is decided by its arrival, so a run
/// repeats exactly when its requests come in the same order.
public final class Faults {
  private static final String KIND = "faults";
  private static final String ID = "armed";

  private final Store store;
  private final long firstSeed;
  private long seed;
  private final EnumMap<Fault, Armed> armed = new EnumMap<>(Fault.class);

  /// A fault as it stands.
  ///
  /// @param occasions how often it could have struck since it was armed
  /// @param strikes how often it did
  public record Armed(FaultSpec spec, long occasions, long strikes) {
    Armed passed() {
      return new Armed(spec, occasions + 1, strikes);
    }

    Armed struck() {
      return new Armed(spec.struck(), occasions + 1, strikes + 1);
    }
  }

  record State(long seed, Map<Fault, Armed> armed) {}

  /// Reads what was armed; a directory without faults begins with the seed of the configuration.
  public Faults(Store store, long seed) {
    this.store = store;
    this.firstSeed = seed;
    this.seed = seed;
    for (var state : store.all(KIND, State.class)) {
      this.seed = state.seed();
      armed.putAll(state.armed());
    }
  }

  /// Returns how long the fault lasts if it strikes on this occasion, and counts the occasion.
  ///
  /// @param subject what it would strike, compared with [FaultSpec#only()]
  public synchronized Optional<Duration> strike(Fault fault, String subject) {
    var now = armed.get(fault);
    if (now == null || now.spec().spent() || !now.spec().concerns(subject)) {
      return Optional.empty();
    }
    var probability = now.spec().probability();
    boolean strikes = probability == null || draw(fault, now.occasions()) < probability;
    armed.put(fault, strikes ? now.struck() : now.passed());
    if (!strikes) {
      // Not worth a write: after a kill, occasions since the last strike come again.
      return Optional.empty();
    }
    save();
    var lasts = now.spec().lasts();
    return Optional.of(lasts == null ? Duration.ofSeconds(fault.seconds()) : lasts);
  }

  /// Returns whether the fault strikes on this occasion, and counts the occasion.
  public boolean strikes(Fault fault, String subject) {
    return strike(fault, subject).isPresent();
  }

  private double draw(Fault fault, long occasion) {
    long place = seed * 0x9E3779B97F4A7C15L + fault.word().hashCode() * 0xC2B2AE3D27D4EB4FL;
    return new SplittableRandom(place + occasion * 0xD6E8FEB86659FD93L).nextDouble();
  }

  /// Arms one fault, from occasion 0.
  public synchronized void arm(Fault fault, FaultSpec spec) {
    armed.put(fault, new Armed(spec, 0, 0));
    save();
  }

  /// Disarms one fault; one that is not armed is no error.
  public synchronized void disarm(Fault fault) {
    armed.remove(fault);
    save();
  }

  /// Replaces everything that is armed, from occasion 0.
  public synchronized void replace(long newSeed, Map<Fault, FaultSpec> specs) {
    seed = newSeed;
    armed.clear();
    specs.forEach((fault, spec) -> armed.put(fault, new Armed(spec, 0, 0)));
    save();
  }

  /// Disarms everything and returns to the seed of the configuration.
  public void clear() {
    replace(firstSeed, Map.of());
  }

  /// Returns the seed in force.
  public synchronized long seed() {
    return seed;
  }

  /// Returns what is armed now.
  public synchronized Map<Fault, Armed> armed() {
    return new EnumMap<>(armed);
  }

  private void save() {
    store.write(List.of(Change.put(KIND, ID, new State(seed, armed))));
  }
}
