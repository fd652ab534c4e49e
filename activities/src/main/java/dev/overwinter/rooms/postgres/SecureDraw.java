package dev.overwinter.rooms.postgres;

import dev.overwinter.rooms.workflow.DrawActivities;
import java.security.SecureRandom;

/// Draws from the system's source of keys. Thread-safe.
public final class SecureDraw implements DrawActivities {
  private static final int MOST = 1024;
  private static final SecureRandom RANDOM = new SecureRandom();

  @Override
  public byte[] draw(int count) {
    if (count < 1 || count > MOST) {
      throw new IllegalArgumentException("count: " + count + " (expected: 1.." + MOST + ")");
    }
    var drawn = new byte[count];
    RANDOM.nextBytes(drawn);
    return drawn;
  }
}
