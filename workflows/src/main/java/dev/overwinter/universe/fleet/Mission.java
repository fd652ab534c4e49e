package dev.overwinter.universe.fleet;

import java.util.Locale;
import java.util.Optional;

/// What a fleet is sent for.
public enum Mission {
  /// Brings cargo and returns. The seed's `transfer` is the same.
  TRANSPORT,
  /// Stays with ships and cargo at a planet of its owner.
  DEPLOY,
  ATTACK,
  /// Attacks together with others.
  ACS_ATTACK,
  /// Stays for a while at somebody else's planet and fights for it.
  ACS_DEFEND,
  ESPIONAGE,
  COLONIZE,
  RECYCLE,
  DESTROY_MOON,
  MISSILES,
  EXPEDITION;

  /// As requests and data files name it, for example `acs_attack`.
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The opposite of [#key()], which knows the seed's words as well; empty for what is none.
  public static Optional<Mission> parse(String key) {
    var word = key.strip().toLowerCase(Locale.ROOT);
    for (var mission : values()) {
      if (mission.key().equals(word)) {
        return Optional.of(mission);
      }
    }
    return switch (word) {
      case "transfer" -> Optional.of(TRANSPORT);
      case "spy" -> Optional.of(ESPIONAGE);
      case "colonise" -> Optional.of(COLONIZE);
      case "harvest" -> Optional.of(RECYCLE);
      default -> Optional.empty();
    };
  }

  /// Whether it harms whom it visits.
  public boolean hostile() {
    return switch (this) {
      case ATTACK, ACS_ATTACK, ESPIONAGE, DESTROY_MOON, MISSILES -> true;
      case TRANSPORT, DEPLOY, ACS_DEFEND, COLONIZE, RECYCLE, EXPEDITION -> false;
    };
  }
}
