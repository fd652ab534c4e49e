package dev.overwinter.proxy.frontdoor;

import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One public port: bound, or tried again until it can be. Confined to its event loop, except
/// [#open()] and [#close()].
abstract sealed class Listener permits TcpListener, UdpListener {
  private static final Logger log = LoggerFactory.getLogger(Listener.class);

  private final EventLoop loop;
  private final InetSocketAddress address;
  private final Openings openings;
  private boolean tried;
  private boolean closed;
  private boolean told;

  Listener(EventLoop loop, InetSocketAddress address, Openings openings) {
    this.loop = loop;
    this.address = address;
    this.openings = openings;
    openings.begun();
  }

  /// Tries to bind, and calls [#opened] then.
  abstract void bind();

  /// Closes what was bound.
  ///
  /// @return done when the port is free, or players keep it
  abstract CompletableFuture<Void> unbind();

  /// How long to wait before the port is tried again.
  abstract long retryMillis();

  /// Whether it is no trouble that somebody else has the port.
  abstract boolean patient();

  final EventLoop loop() {
    return loop;
  }

  final InetSocketAddress address() {
    return address;
  }

  final Openings openings() {
    return openings;
  }

  final void open() {
    loop.execute(this::tryOpen);
  }

  private void tryOpen() {
    if (!closed) {
      bind();
    }
  }

  /// @param problem why the port could not be had
  final void opened(@Nullable Throwable problem) {
    tried();
    if (problem == null) {
      openings.opened();
      if (told) {
        log.info("port {} is free at last", address.getPort());
      }
      return;
    }
    if (!told && !patient()) {
      told = true;
      log.warn("port {} cannot be opened, trying on: {}", address, problem.toString());
    }
    var _ = loop.schedule(this::tryOpen, retryMillis(), TimeUnit.MILLISECONDS);
  }

  private void tried() {
    if (!tried) {
      tried = true;
      openings.tried();
    }
  }

  /// Closes the port; who has come and was not heard yet is heard first.
  ///
  /// @return done when the port is free, or players keep it
  final CompletableFuture<Void> close() {
    var done = new CompletableFuture<Void>();
    loop.execute(() -> {
      closed = true;
      tried();
      var _ = unbind().thenRun(() -> done.complete(null));
    });
    return done;
  }
}
