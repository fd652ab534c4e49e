package dev.overwinter.proxy.frontdoor;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.Arrays;

/// Tokens by address in memory that does not grow, whoever comes: addresses that meet in one place
/// share it, and where they meet cannot be foreseen. Safe for all threads.
public final class AddressBuckets {
  private static final int PLACES = 1 << 14;
  private static final long SECOND_NANOS = 1_000_000_000L;

  private final long[] paidUntil = new long[PLACES];
  private final long interval;
  private final long burst;
  private final long seed = new SecureRandom().nextLong();

  /// Buckets that are full at `now`.
  ///
  /// @param burstSeconds how many seconds' worth each holds
  public AddressBuckets(long now, int perSecond, int burstSeconds) {
    interval = SECOND_NANOS / perSecond;
    burst = interval * perSecond * burstSeconds;
    Arrays.fill(paidUntil, now - burst);
  }

  /// Takes a token of an IPv4 address, or of the /64 that one IPv6 household owns.
  public boolean take(InetAddress from, long now) {
    var place = place(from);
    synchronized (this) {
      var since = now - paidUntil[place] > burst ? now - burst : paidUntil[place];
      if (now - since < interval) {
        return false;
      }
      paidUntil[place] = since + interval;
      return true;
    }
  }

  private int place(InetAddress from) {
    var bytes = from.getAddress();
    var mixed = seed;
    for (var i = 0; i < Math.min(bytes.length, 8); i++) {
      mixed = (mixed ^ bytes[i]) * 0x9e3779b97f4a7c15L;
      mixed ^= mixed >>> 29;
    }
    return (int) (mixed >>> 20) & (PLACES - 1);
  }
}
