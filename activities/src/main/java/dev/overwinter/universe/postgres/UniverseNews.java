package dev.overwinter.universe.postgres;

/// Tells workflows that something happened which changes what is due for them, and starts those
/// that have ended. Told after the commit and again when the step is repeated; safe to repeat.
public interface UniverseNews {
  /// Nobody is told.
  UniverseNews NONE =
      new UniverseNews() {
        @Override
        public void planetChanged(long planet) {}

        @Override
        public void researchChanged(long player) {}

        @Override
        public void fleetChanged(String fleet) {}
      };

  /// What happens next on a planet is another thing now.
  void planetChanged(long planet);

  /// The next level of a player is done at another moment now.
  void researchChanged(long player);

  /// The next event of a fleet is at another moment now, or is overdue.
  void fleetChanged(String fleet);
}
