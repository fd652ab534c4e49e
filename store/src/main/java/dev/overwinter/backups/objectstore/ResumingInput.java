package dev.overwinter.backups.objectstore;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/// An object that is read over a network: when the connection breaks it is opened again where it
/// broke, so that the last gigabyte of a world does not cost all those before it.
public final class ResumingInput extends InputStream {
  private static final int TRIES = 5;
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final Opener opener;
  private InputStream in;
  private long at;

  /// Opens an object where it is told.
  @FunctionalInterface
  public interface Opener {
    /// Opens it.
    InputStream open(long from) throws IOException;
  }

  /// Opens it for the first time.
  public ResumingInput(Opener opener, long from) throws IOException {
    this.opener = opener;
    at = from;
    in = opener.open(from);
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    for (var left = TRIES; ; left--) {
      try {
        var read = in.read(bytes, offset, length);
        at += Math.max(0, read);
        return read;
      } catch (StoreRefused never) {
        throw never;
      } catch (IOException broken) {
        if (left == 0) {
          throw broken;
        }
        again(broken);
      }
    }
  }

  private void again(IOException broken) throws IOException {
    in.close();
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException leaving) {
      Thread.currentThread().interrupt();
      throw broken;
    }
    try {
      in = opener.open(at);
    } catch (StoreRefused never) {
      throw never;
    } catch (IOException still) {
      in = new Broken(still);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private static final class Broken extends InputStream {
    private final IOException why;

    Broken(IOException why) {
      this.why = why;
    }

    @Override
    public int read() throws IOException {
      throw why;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      throw why;
    }
  }
}
