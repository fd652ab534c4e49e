package dev.overwinter.proxy;

import dev.overwinter.proxy.wake.Waker;
import dev.overwinter.servers.Endpoint;
import dev.overwinter.servers.ProxyClaim;
import dev.overwinter.servers.WakeOutcome;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/// A workflow that remembers what it was told and answers what the test says.
public final class FakeWaker implements Waker {
  /// One thing it was told.
  ///
  /// @param what `wake`, `joined` or `left`
  /// @param server which server
  /// @param claim the numbered word
  /// @param request id of the request; empty for signals
  public record Heard(String what, String server, ProxyClaim claim, String request) {}

  private final List<Heard> heard = new CopyOnWriteArrayList<>();
  private final Queue<CompletableFuture<WakeOutcome>> open = new ConcurrentLinkedQueue<>();
  private volatile Function<Heard, CompletableFuture<WakeOutcome>> answer = _ -> pending();
  private volatile boolean deaf;

  private CompletableFuture<WakeOutcome> pending() {
    var future = new CompletableFuture<WakeOutcome>();
    open.add(future);
    return future;
  }

  @Override
  public CompletableFuture<WakeOutcome> wake(
      String serverId, ProxyClaim claim, String requestId, Runnable accepted) {
    var said = new Heard("wake", serverId, claim, requestId);
    heard.add(said);
    if (deaf) {
      return CompletableFuture.failedFuture(new IllegalStateException("unreachable"));
    }
    accepted.run();
    return answer.apply(said);
  }

  @Override
  public CompletableFuture<Void> playersJoined(String serverId, ProxyClaim claim) {
    return signal(new Heard("joined", serverId, claim, ""));
  }

  @Override
  public CompletableFuture<Void> playersLeft(String serverId, ProxyClaim claim) {
    return signal(new Heard("left", serverId, claim, ""));
  }

  private CompletableFuture<Void> signal(Heard said) {
    if (deaf) {
      return CompletableFuture.failedFuture(new IllegalStateException("unreachable"));
    }
    heard.add(said);
    return CompletableFuture.completedFuture(null);
  }

  /// Every further request is answered with this endpoint at once.
  public FakeWaker alwaysReady(Endpoint at) {
    answer = _ -> CompletableFuture.completedFuture(ready(at));
    return this;
  }

  /// Every further request is answered by `how`.
  public FakeWaker answering(Function<Heard, CompletableFuture<WakeOutcome>> how) {
    answer = how;
    return this;
  }

  /// Nothing reaches it until told otherwise.
  public FakeWaker unreachable(boolean yes) {
    deaf = yes;
    return this;
  }

  /// Answers everything that is still open.
  public void answer(WakeOutcome outcome) {
    for (var next = open.poll(); next != null; next = open.poll()) {
      next.complete(outcome);
    }
  }

  /// The answer of a server that is awake there.
  public static WakeOutcome ready(Endpoint at) {
    return new WakeOutcome.Ready(at, Instant.EPOCH);
  }

  /// Everything it was told, in order.
  public List<Heard> heard() {
    return heard;
  }

  /// What it was told, words only.
  public List<String> words() {
    return heard.stream().map(Heard::what).toList();
  }
}
