package dev.overwinter.lab.simulators.cloud;

/// What has been given out, so that nothing is given out twice.
///
/// @param droplet the last droplet's id
/// @param action the last action's id; they passed 2^31 years ago
/// @param addresses how many public addresses were taken from the block in order
record Counters(long droplet, long action, long addresses) {
  private static final long BEYOND_INT = 1L << 31;

  static final Counters FIRST = new Counters(512_000_000L, 3_169_590_176L, 0);

  Counters nextDroplet(boolean big) {
    long id = Math.max(droplet + 1, big ? BEYOND_INT : 0);
    return new Counters(id, action + 1, addresses);
  }

  Counters nextAddress() {
    return new Counters(droplet, action, addresses + 1);
  }
}
