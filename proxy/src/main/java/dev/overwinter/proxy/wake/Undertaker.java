package dev.overwinter.proxy.wake;

import dev.overwinter.proxy.route.Routes;
import dev.overwinter.proxy.seat.Seat;
import dev.overwinter.servers.ProxyClaim;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes back what killed processes of this proxy have claimed, or their servers would wait for
/// ever for players who are gone. A process that is started again in the same seat does the same by
/// [Entrances#announceEmpty]; this is for seats that stay empty.
///
/// Runs on one virtual thread of its own.
public final class Undertaker implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Undertaker.class);
  private static final Duration ROUND = Duration.ofSeconds(5);

  private final Seat seat;
  private final Routes routes;
  private final Waker waker;
  private final Words words;
  private final BooleanSupplier informed;
  private @Nullable Thread thread;

  /// @param informed whether `routes` are what the api says now; before that nothing is done
  public Undertaker(Seat seat, Routes routes, Waker waker, Words words, BooleanSupplier informed) {
    this.seat = seat;
    this.routes = routes;
    this.waker = waker;
    this.words = words;
    this.informed = informed;
  }

  /// Begins its rounds.
  public void start() {
    if (seat.shared()) {
      thread = Thread.ofVirtual().name("undertaker").start(this::run);
    }
  }

  private void run() {
    try {
      while (true) {
        if (informed.getAsBoolean()) {
          seat.abandoned().forEach(this::bury);
        }
        Thread.sleep(ROUND);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void bury(Seat.Abandoned left) {
    // Its seat is kept until all is told: a newcomer in it would be taken for the dead.
    try (left) {
      var told =
          routes.table().routes().stream()
              .filter(route -> !route.view().state().equals("ASLEEP"))
              .map(route -> waker.playersLeft(route.id(), word(left)))
              .toList();
      CompletableFuture.allOf(told.toArray(CompletableFuture[]::new)).join();
      left.settled();
      log.info(
          "{} was killed: {} servers know that nobody plays through it", left.claim(), told.size());
    } catch (CompletionException | IOException e) {
      log.warn("{} was killed and cannot be mourned yet: {}", left.claim(), e.toString());
    }
  }

  private ProxyClaim word(Seat.Abandoned left) {
    return new ProxyClaim(left.claim(), words.next().seq());
  }

  @Override
  public void close() {
    if (thread != null) {
      thread.interrupt();
    }
  }
}
