package dev.overwinter.servers.docker;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Shows how far a stream is, in the heartbeats of its activity, and ends it when it is not wanted
/// any more.
final class Counting {
  private static final long MIB = 1L << 20;

  private final Pulse pulse;
  private long bytes;
  private long told;

  Counting(Pulse pulse) {
    this.pulse = pulse;
  }

  void check() {
    pulse.check();
  }

  InputStream of(InputStream body) {
    return new FilterInputStream(body) {
      @Override
      public int read() throws IOException {
        var one = super.read();
        count(one < 0 ? 0 : 1);
        return one;
      }

      @Override
      public int read(byte[] some, int offset, int length) throws IOException {
        var read = super.read(some, offset, length);
        count(Math.max(0, read));
        return read;
      }
    };
  }

  private void count(int more) {
    bytes += more;
    if (bytes - told >= MIB) {
      told = bytes;
      pulse.tell(bytes / MIB + " MiB");
    }
  }
}
