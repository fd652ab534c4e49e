package dev.overwinter.sessions.digitalocean;

import com.myjeeva.digitalocean.DigitalOcean;
import com.myjeeva.digitalocean.exception.DigitalOceanException;
import com.myjeeva.digitalocean.exception.RequestUnsuccessfulException;
import com.myjeeva.digitalocean.impl.DigitalOceanClient;
import dev.overwinter.sessions.digitalocean.CallBudget.Urgency;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.http.client.methods.HttpDelete;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.client.methods.HttpUriRequest;
import org.apache.http.conn.ConnectTimeoutException;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.util.EntityUtils;

/// The way to DigitalOcean: counts each call, gives it a deadline, and says what came of it in
/// three words: a [Reply], [Later] or [Unanswered]. Thread-safe; blocks the caller.
final class Ocean implements AutoCloseable {
  /// Under the 25 s that a request for a droplet may take, with the wait for a connection.
  static final Duration DEADLINE = Duration.ofSeconds(15);

  private final OceanSettings settings;
  private final CallBudget budget;
  private final MeterRegistry meters;
  private final Clock clock;
  private final Duration deadline;
  private final CloseableHttpClient http;
  private final DigitalOcean client;
  private final ScheduledThreadPoolExecutor watchdog;

  Ocean(OceanSettings settings, CallBudget budget, MeterRegistry meters, Clock clock) {
    this(settings, budget, meters, clock, DEADLINE);
  }

  /// @param deadline of a whole call
  Ocean(
      OceanSettings settings,
      CallBudget budget,
      MeterRegistry meters,
      Clock clock,
      Duration deadline) {
    this.settings = settings;
    this.budget = budget;
    this.meters = meters;
    this.clock = clock;
    this.deadline = deadline;
    http = OceanHttp.client(settings, deadline);
    client = new DigitalOceanClient("v2", settings.token(), http);
    watchdog =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("digitalocean-deadline").factory());
    watchdog.setRemoveOnCancelPolicy(true);
  }

  /// A call of the client's own.
  @FunctionalInterface
  interface Call {
    void on(DigitalOcean client)
        throws DigitalOceanException, RequestUnsuccessfulException, IOException;
  }

  /// GET of a path below `/v2`, with its query.
  Reply get(String operation, Urgency urgency, String path) {
    return send(operation, urgency, new HttpGet(uri(path)));
  }

  /// DELETE likewise.
  Reply delete(String operation, String path) {
    return send(operation, Urgency.DESTROY, new HttpDelete(uri(path)));
  }

  private static String uri(String path) {
    return OceanSettings.DIGITALOCEAN + "/v2/" + path;
  }

  private Reply send(String operation, Urgency urgency, HttpUriRequest request) {
    request.setHeader("Authorization", "Bearer " + settings.token());
    request.setHeader("Accept", "application/json");
    return call(
        operation,
        urgency,
        _ -> {
          try (var response = http.execute(request)) {
            EntityUtils.consume(response.getEntity());
          }
        });
  }

  /// Whatever the client makes of the answer, the answer itself counts.
  ///
  /// @throws Later when the budget has none left, or the answer was 429
  /// @throws Unanswered when there was none
  Reply call(String operation, Urgency urgency, Call call) {
    budget
        .take(urgency)
        .ifPresent(wait -> {
          count(operation, "held");
          throw new Later(wait, "the budget of calls is used up");
        });
    var began = System.nanoTime();
    var exchange = Exchange.begin();
    var cutting = watchdog.schedule(exchange::cut, deadline.toMillis(), TimeUnit.MILLISECONDS);
    String failure = "no answer";
    boolean sent = true;
    try {
      call.on(client);
    } catch (DigitalOceanException | RequestUnsuccessfulException | IOException e) {
      failure = named(e);
      sent = !neverSent(e);
    } catch (RuntimeException unreadable) {
      // What the client has no branch for: empty bodies, odd JSON, statuses from 510 on.
      failure = named(unreadable);
    } finally {
      cutting.cancel(false);
      Exchange.end();
    }
    var reply = exchange.reply();
    meters
        .timer("overwinter_digitalocean_call_duration", "operation", operation)
        .record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
    count(operation, reply.map(Ocean::outcome).orElse(sent ? "unanswered" : "unreachable"));
    return heard(reply, sent, failure);
  }

  private Reply heard(Optional<Reply> answer, boolean sent, String failure) {
    if (answer.isEmpty()) {
      throw new Unanswered(sent, failure);
    }
    var reply = answer.get();
    try {
      budget.heard(reply.limits());
    } catch (RuntimeException uncounted) {
      // The call has been made: what it brought matters more than the count.
      count("budget", "uncounted");
    }
    if (reply.status() == 429) {
      throw new Later(reply.limits().pause(clock.instant()), "DigitalOcean is throttling us (429)");
    }
    return reply;
  }

  private static String outcome(Reply reply) {
    return reply.status() == 429 ? "throttled" : reply.status() / 100 + "xx";
  }

  private void count(String operation, String outcome) {
    meters
        .counter("overwinter_digitalocean_calls", "operation", operation, "outcome", outcome)
        .increment();
  }

  private static boolean neverSent(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof ConnectException
          || at instanceof ConnectTimeoutException
          || at instanceof UnknownHostException
          || at instanceof NoRouteToHostException) {
        return true;
      }
    }
    return false;
  }

  /// Names alone: messages may quote what was sent or received.
  private static String named(Throwable failure) {
    var cause = failure.getCause();
    return failure.getClass().getSimpleName()
        + (cause == null ? "" : ": " + cause.getClass().getSimpleName());
  }

  @Override
  public void close() {
    watchdog.shutdownNow();
    try {
      http.close();
    } catch (IOException gone) {
      return;
    }
  }
}
