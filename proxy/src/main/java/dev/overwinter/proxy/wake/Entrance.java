package dev.overwinter.proxy.wake;

import dev.overwinter.proxy.frontdoor.Bucket;
import dev.overwinter.proxy.traffic.ProxyMetrics.Wake;
import dev.overwinter.servers.Endpoint;
import dev.overwinter.servers.ProxyClaim;
import dev.overwinter.servers.Refusal;
import dev.overwinter.servers.WakeOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Everybody of this proxy who waits for, or plays on, one server. Keeps the one rule (see the
/// package): whoever comes first asks the workflow, and when the last one is gone it is told.
///
/// Safe for all threads. Joiners are called without the lock held.
final class Entrance {
  // Long enough for a worker to restart, short enough for a player not to notice.
  static final Duration UNREACHABLE_AFTER = Duration.ofSeconds(3);

  private static final Backoff ASK_AGAIN =
      new Backoff(Duration.ofMillis(200), Duration.ofSeconds(3));
  private static final Backoff CONNECT_AGAIN =
      new Backoff(Duration.ofMillis(250), Duration.ofSeconds(5));
  private static final Duration STILL_COMING = Duration.ofSeconds(1);
  private static final Duration BUSY = Duration.ofMillis(250);
  private static final Duration ACCEPTED_LATELY = Duration.ofSeconds(10);
  private static final Duration LEAST_REFUSAL = Duration.ofSeconds(1);
  private static final Duration LONGEST_REFUSAL = Duration.ofSeconds(10);
  private static final int KNOCK_BURST_SECONDS = 2;

  private final String serverId;
  private final Entrances house;
  private final Announcer announcer;
  private final Set<Joiner> waiting = new LinkedHashSet<>();
  private int present;
  private int unconnected;
  private long connectedNanos;
  private final Bucket knocks;
  private long refusedUntilNanos = System.nanoTime();
  private @Nullable Endpoint claimed;
  private @Nullable Ask ask;

  Entrance(String serverId, Entrances house) {
    this.serverId = serverId;
    this.house = house;
    this.announcer = new Announcer(serverId, house);
    knocks = new Bucket(System.nanoTime(), house.knocksPerSecond(), KNOCK_BURST_SECONDS);
  }

  /// One question to the workflow, with its repetitions.
  private static final class Ask {
    final ProxyClaim claim;
    final long sinceNanos = System.nanoTime();
    @Nullable CompletableFuture<WakeOutcome> answer;
    boolean accepted;
    int failures;

    Ask(ProxyClaim claim) {
      this.claim = claim;
    }

    String requestId() {
      return "wake/" + claim.proxy() + "/" + claim.seq();
    }

    Duration age() {
      return Duration.ofNanos(System.nanoTime() - sinceNanos);
    }
  }

  /// Whether a datagram may be somebody's first here. A client repeats it many times a second, also
  /// after a refusal, and nobody knows whether its sender is who it says.
  synchronized boolean hearsKnock(long now) {
    return now - refusedUntilNanos >= 0 && knocks.has(now);
  }

  /// Counts a datagram that was somebody's first.
  synchronized boolean takeKnock(long now) {
    return knocks.take(now);
  }

  /// Comes in; the joiner owes one [#leave].
  void join(Joiner joiner) {
    Endpoint at;
    synchronized (this) {
      present++;
      at = claimed;
      if (at == null) {
        waiting.add(joiner);
        askUnlessAsking(Duration.ZERO);
      }
    }
    if (at != null) {
      joiner.admitted(at);
    }
  }

  /// Was admitted but the game did not accept the connection there. A game that has just accepted
  /// others and says nothing has its hands full, it is not gone: the workflow has nothing new to
  /// say about it.
  void unreachable(Joiner joiner, Endpoint there, boolean silent) {
    synchronized (this) {
      if (silent && there.equals(claimed) && acceptsOthers()) {
        house.later(BUSY, () -> tryAgain(joiner, there));
        return;
      }
      if (there.equals(claimed)) {
        claimed = null;
      }
      waiting.add(joiner);
      askUnlessAsking(CONNECT_AGAIN.after(unconnected++));
    }
  }

  private void tryAgain(Joiner joiner, Endpoint there) {
    synchronized (this) {
      if (!there.equals(claimed)) {
        waiting.add(joiner);
        askUnlessAsking(Duration.ZERO);
        return;
      }
    }
    joiner.admitted(there);
  }

  private boolean acceptsOthers() {
    return connectedNanos != 0 && System.nanoTime() - connectedNanos < ACCEPTED_LATELY.toNanos();
  }

  /// Was admitted and the game accepted the connection.
  synchronized void connected() {
    unconnected = 0;
    connectedNanos = System.nanoTime();
  }

  /// Stops waiting or playing.
  synchronized void leave(Joiner joiner) {
    waiting.remove(joiner);
    present--;
    if (present > 0) {
      return;
    }
    claimed = null;
    unconnected = 0;
    connectedNanos = 0;
    // While a question is under way its claim holds, for whoever comes next; its answer decides.
    if (ask == null || ask.answer == null) {
      ask = null;
      announcer.say(Announcer.Kind.LEFT);
    }
  }

  /// A proxy that has just started has nobody here, whatever its predecessor said.
  synchronized void announceEmpty() {
    if (present == 0 && ask == null) {
      announcer.say(Announcer.Kind.LEFT);
    }
  }

  synchronized int waiting() {
    return waiting.size();
  }

  synchronized boolean idle() {
    return present == 0 && ask == null && announcer.idle();
  }

  synchronized boolean occupied() {
    return present > 0;
  }

  // The rest is called with the lock held unless it says otherwise.

  private void askUnlessAsking(Duration pause) {
    if (ask == null) {
      announcer.hush();
      var question = new Ask(house.words().next());
      ask = question;
      later(pause, question, () -> send(question));
      later(pause.plus(UNREACHABLE_AFTER), question, () -> giveUpAsking(question));
    }
  }

  private void send(Ask question) {
    var answer =
        house
            .waker()
            .wake(serverId, question.claim, question.requestId(), () -> accepted(question));
    question.answer = answer;
    // Never on this thread, which holds the lock.
    var _ =
        answer.whenCompleteAsync(
            (outcome, problem) -> answered(question, outcome, problem), house.timer());
  }

  private synchronized void accepted(Ask question) {
    question.accepted = true;
  }

  /// Without the lock.
  private void answered(Ask question, @Nullable WakeOutcome outcome, @Nullable Throwable problem) {
    Runnable tell = () -> {};
    synchronized (this) {
      if (ask == question) {
        house.asked(outcome == null ? Wake.ERROR : kind(outcome));
        question.answer = null;
        if (present == 0) {
          ask = null;
          announcer.say(Announcer.Kind.LEFT);
        } else if (outcome == null) {
          house.unreachable(serverId, problem);
          later(ASK_AGAIN.after(question.failures++), question, () -> send(question));
        } else {
          tell = decide(question, outcome);
        }
      }
    }
    tell.run();
  }

  private Runnable decide(Ask question, WakeOutcome outcome) {
    ask = null;
    return switch (outcome) {
      case WakeOutcome.Ready ready -> {
        house.woken(serverId, Wake.READY, question.age());
        yield admitAll(ready.at());
      }
      case WakeOutcome.Refused refused when refused.refusal() != Refusal.ASLEEP -> {
        house.woken(serverId, Wake.REFUSED, question.age());
        refusedUntilNanos = System.nanoTime() + pause(refused).toNanos();
        yield refuseAll(refused);
      }
      // It came and went while we waited, or is still coming: ask anew.
      case WakeOutcome.Refused _, WakeOutcome.Coming _ -> {
        askUnlessAsking(STILL_COMING);
        yield () -> {};
      }
    };
  }

  /// The workflow cannot be asked, so it cannot stop anything either: if the table says that the
  /// game is there, players go in, and the workflow hears of them as soon as it can be told.
  private void giveUpAsking(Ask question) {
    var at = house.awakeAt(serverId);
    if (question.accepted) {
      return;
    }
    if (present == 0) {
      drop(question);
      announcer.say(Announcer.Kind.LEFT);
    } else if (at == null) {
      later(UNREACHABLE_AFTER, question, () -> giveUpAsking(question));
    } else {
      drop(question);
      house.woken(serverId, Wake.ERROR, question.age());
      announcer.say(Announcer.Kind.JOINED);
      house.timer().execute(admitAll(at));
    }
  }

  private void drop(Ask question) {
    ask = null;
    if (question.answer != null) {
      question.answer.cancel(true);
    }
  }

  private Runnable admitAll(Endpoint at) {
    claimed = at;
    var all = drain();
    return () -> all.forEach(joiner -> joiner.admitted(at));
  }

  private static Duration pause(WakeOutcome.Refused refused) {
    var asked = refused.retryAfter();
    var least = asked.compareTo(LEAST_REFUSAL) > 0 ? asked : LEAST_REFUSAL;
    return least.compareTo(LONGEST_REFUSAL) < 0 ? least : LONGEST_REFUSAL;
  }

  private Runnable refuseAll(WakeOutcome.Refused refused) {
    var all = drain();
    return () -> all.forEach(joiner -> joiner.refused(refused));
  }

  private List<Joiner> drain() {
    var all = new ArrayList<>(waiting);
    waiting.clear();
    return all;
  }

  /// Does `step` with the lock held, if the question is still open then.
  private void later(Duration pause, Ask question, Runnable step) {
    if (pause.isZero()) {
      step.run();
      return;
    }
    house.later(
        pause,
        () -> {
          synchronized (this) {
            if (ask == question) {
              step.run();
            }
          }
        });
  }

  private static Wake kind(WakeOutcome outcome) {
    return switch (outcome) {
      case WakeOutcome.Ready _ -> Wake.READY;
      case WakeOutcome.Coming _ -> Wake.COMING;
      case WakeOutcome.Refused _ -> Wake.REFUSED;
    };
  }
}
