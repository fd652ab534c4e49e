package dev.overwinter.servers.query;

import java.io.FilterInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;

/// Bytes of a socket until a moment: a game that trickles is not waited for for ever.
final class DeadlineInput extends FilterInputStream {
  private final Socket socket;
  private final long deadlineNanos;

  DeadlineInput(Socket socket, long deadlineNanos) throws IOException {
    super(socket.getInputStream());
    this.socket = socket;
    this.deadlineNanos = deadlineNanos;
  }

  @Override
  public int read() throws IOException {
    limit();
    return super.read();
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    limit();
    return super.read(into, offset, length);
  }

  private void limit() throws IOException {
    var left = (deadlineNanos - System.nanoTime()) / 1_000_000L;
    if (left < 1) {
      throw new SocketTimeoutException("no whole answer in time");
    }
    socket.setSoTimeout(Math.toIntExact(left));
  }
}
