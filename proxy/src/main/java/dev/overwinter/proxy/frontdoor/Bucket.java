package dev.overwinter.proxy.frontdoor;

/// Tokens that come at a steady rate and are kept up to a burst. Not safe for several threads.
public final class Bucket {
  private final int perSecond;
  private final double burst;
  private double tokens;
  private long filledNanos;

  /// A full bucket.
  ///
  /// @param now `System.nanoTime()`, or what a test takes for it
  /// @param burstSeconds how many seconds' worth it holds
  public Bucket(long now, int perSecond, int burstSeconds) {
    this.perSecond = perSecond;
    this.burst = (double) perSecond * burstSeconds;
    this.tokens = burst;
    this.filledNanos = now;
  }

  /// Whether there is a token.
  public boolean has(long now) {
    tokens = Math.min(tokens + (now - filledNanos) / 1e9 * perSecond, burst);
    filledNanos = now;
    return tokens >= 1;
  }

  /// Takes a token, if there is one.
  public boolean take(long now) {
    if (!has(now)) {
      return false;
    }
    tokens -= 1;
    return true;
  }
}
