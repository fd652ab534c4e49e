package dev.overwinter.notices.postgres;

import dev.overwinter.durable.Seal;
import dev.overwinter.notices.DeliveryRules;
import dev.overwinter.notices.HookUrl;
import dev.overwinter.notices.http.Answer;
import dev.overwinter.notices.http.HookClient;
import dev.overwinter.notices.http.Message;
import dev.overwinter.notices.workflow.HookProgress;
import dev.overwinter.notices.workflow.NoticeActivities;
import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.failure.ApplicationFailure;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends what waits. Thread-safe.
public final class PostgresNoticeActivities implements NoticeActivities {
  private static final Logger log = LoggerFactory.getLogger(PostgresNoticeActivities.class);
  // Well within the minute that the lane allows, and its history stays short.
  private static final Duration AT_A_TIME = Duration.ofSeconds(25);

  private final DeliveryRows rows;
  private final Supplier<Seal> seal;
  private final HookClient client;
  private final boolean privateToo;
  private final MeterRegistry meters;
  private final Runnable alive;
  private final Clock clock;

  /// @param alive says that an activity under way lives; throws when nobody waits for it any more,
  ///   so that it does not overtake the next one
  PostgresNoticeActivities(
      DeliveryRows rows,
      Supplier<Seal> seal,
      HookClient client,
      boolean privateToo,
      MeterRegistry meters,
      Runnable alive,
      Clock clock) {
    this.rows = rows;
    this.seal = seal;
    this.client = client;
    this.privateToo = privateToo;
    this.meters = meters;
    this.alive = alive;
    this.clock = clock;
    for (var outcome : List.of("delivered", "failed", "given_up", "paused")) {
      count(outcome, 0);
    }
  }

  @Override
  public List<String> waiting(String server) {
    return rows.waiting(server);
  }

  @Override
  public HookProgress deliver(String hook) {
    var until = clock.instant().plus(AT_A_TIME);
    while (clock.instant().isBefore(until)) {
      alive.run();
      var due = rows.next(hook);
      if (due.isEmpty()) {
        rows.nothingWaits(hook);
        return HookProgress.DONE;
      }
      if (due.get().dueAt().isAfter(clock.instant())) {
        return new HookProgress(due.get().dueAt());
      }
      deliver(due.get());
    }
    return new HookProgress(clock.instant());
  }

  private void deliver(Due due) {
    var now = clock.instant();
    if (DeliveryRules.givenUp(due.queuedAt(), now)) {
      rows.givenUp(due);
      count("given_up", 1);
      log.warn(
          "notice {} of server {} to hook {} is given up after {} attempts",
          due.delivery(),
          due.news().server(),
          due.hook(),
          due.attempts());
      return;
    }
    var answer = send(due);
    switch (DeliveryRules.verdict(answer.status())) {
      case DELIVERED -> {
        rows.delivered(due, answer, now);
        count("delivered", 1);
      }
      case LATER -> {
        var next = DeliveryRules.next(due.failed() + 1, answer.retryAfter(), clock.instant());
        rows.failed(due, answer, now, next);
        count("failed", 1);
      }
      case GONE -> {
        rows.gone(due, answer, now);
        count("paused", 1);
        log.info("hook {} of server {} is paused: 410", due.hook(), due.news().server());
      }
    }
  }

  private Answer send(Due due) {
    String secret;
    HookUrl url;
    try {
      var server = due.news().server();
      secret = seal.get().open(server, due.secret());
      url = HookUrl.parse(seal.get().open(server, due.url()), privateToo);
    } catch (IllegalArgumentException unusable) {
      // Another key, or a rule that has become stricter: people are told, and it may pass.
      return new Answer(0, Duration.ZERO, "not sent: " + unusable.getMessage(), Duration.ZERO);
    }
    var message = Message.of(due.format(), due.delivery(), due.news(), secret, clock.instant());
    try {
      return client.post(url, message, secret, url.path().equals("/") ? "" : url.path());
    } catch (InterruptedException leaving) {
      Thread.currentThread().interrupt();
      throw ApplicationFailure.newFailure("the worker leaves", "Leaving");
    }
  }

  private void count(String outcome, int by) {
    meters.counter("overwinter_notices_deliveries", "outcome", outcome).increment(by);
  }
}
