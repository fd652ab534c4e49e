package dev.overwinter.proxy.source;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Numbers that only who receives at an address can know. Nothing is remembered of whom they were
/// given to: each is computed anew from the address, the time and a key that dies with the process.
final class Challenge {
  private static final long EPOCH_MILLIS = 30_000;
  // Means "I have none yet" in a question.
  private static final int NONE = -1;
  private static final String ALGORITHM = "HmacSHA256";

  private final Clock clock;
  private final SecretKeySpec key;
  // One for each event loop: making one costs more than using it.
  private final ThreadLocal<Mac> mac = ThreadLocal.withInitial(this::mac);

  Challenge(Clock clock) {
    this.clock = clock;
    var secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    key = new SecretKeySpec(secret, ALGORITHM);
  }

  /// The number for an address now.
  int of(InetSocketAddress from) {
    return of(from, epoch());
  }

  /// Whether this is a number that was given to the address within the last minute.
  boolean knows(InetSocketAddress from, int number) {
    var now = epoch();
    return number == of(from, now) || number == of(from, now - 1);
  }

  private long epoch() {
    return clock.millis() / EPOCH_MILLIS;
  }

  private int of(InetSocketAddress from, long epoch) {
    var address = from.getAddress().getAddress();
    var bytes =
        ByteBuffer.allocate(address.length + Integer.BYTES + Long.BYTES)
            .put(address)
            .putInt(from.getPort())
            .putLong(epoch);
    var number = ByteBuffer.wrap(mac.get().doFinal(bytes.array())).getInt();
    return number == NONE ? 0 : number;
  }

  private Mac mac() {
    try {
      var made = Mac.getInstance(ALGORITHM);
      made.init(key);
      return made;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
