package dev.overwinter.proxy.frontdoor;

import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A port for datagrams. It is never shared: the kernel would deal the datagrams of one player out
/// among the processes. A process that leaves keeps each port until the last player there has left,
/// lets others join them meanwhile, and its successor has the port then.
final class UdpListener extends Listener {
  private static final int RETRY_MILLIS = 2_000;
  // A predecessor gives a port up when nobody is there; somebody may come the moment after.
  private static final int SUCCEED_MILLIS = 500;
  private static final int LOOK_MILLIS = 50;

  private final UdpDoor.Builder builder;
  private @Nullable UdpSocket socket;
  private @Nullable UdpDoor door;
  private @Nullable CompletableFuture<Void> unbound;

  UdpListener(
      EventLoop loop, InetSocketAddress address, UdpDoor.Builder builder, Openings openings) {
    super(loop, address, openings);
    this.builder = builder;
  }

  @Override
  void bind() {
    try {
      var bound = UdpSocket.listening(loop(), address());
      var inside = builder.build(address().getPort(), bound, loop());
      bound.receive(inside);
      socket = bound;
      door = inside;
      opened(null);
    } catch (IOException e) {
      opened(e);
    }
  }

  @Override
  CompletableFuture<Void> unbind() {
    if (unbound == null) {
      unbound = new CompletableFuture<>();
      leaveWhenDeserted(unbound);
    }
    return unbound;
  }

  private void leaveWhenDeserted(CompletableFuture<Void> done) {
    var bound = socket;
    var inside = door;
    if (bound == null || inside == null) {
      done.complete(null);
    } else if (!inside.deserted()) {
      done.complete(null); // nobody can wait for that
      var _ = loop().schedule(() -> leaveWhenDeserted(done), LOOK_MILLIS, TimeUnit.MILLISECONDS);
    } else {
      var _ =
          bound
              .closeEmptied()
              .thenRun(() -> {
                inside.closed();
                openings().closed();
                done.complete(null);
              });
    }
  }

  @Override
  long retryMillis() {
    return patient() ? SUCCEED_MILLIS : RETRY_MILLIS;
  }

  @Override
  boolean patient() {
    return openings().sharing() == PortSharing.WITH_PREDECESSORS;
  }
}
