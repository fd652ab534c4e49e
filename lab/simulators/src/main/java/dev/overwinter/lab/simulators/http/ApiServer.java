package dev.overwinter.lab.simulators.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.overwinter.lab.simulators.cloud.Problem;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The socket, and the way of a request from it to its endpoint and back.
public final class ApiServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ApiServer.class);
  private static final int LARGEST_BODY = 1 << 20;

  private final HttpServer server;
  private final ExecutorService threads;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Router router;
  private final RateLimits limits;
  private final WireFaults faults;
  private final Tally tally;
  private final String token;

  /// Opens the port; nothing is answered before [#start()].
  ///
  /// @param token the only bearer token that is let in; empty lets any in
  ApiServer(
      InetSocketAddress address,
      String token,
      Router router,
      RateLimits limits,
      WireFaults faults,
      Tally tally)
      throws IOException {
    this.server = HttpServer.create(address, 0);
    this.threads = Executors.newVirtualThreadPerTaskExecutor();
    this.token = token;
    this.router = router;
    this.limits = limits;
    this.faults = faults;
    this.tally = tally;
    server.setExecutor(threads);
    server.createContext("/", this::handle);
  }

  public void start() {
    server.start();
  }

  /// Returns the port that is open.
  public int port() {
    return server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
      var match = router.match(request(exchange, body));
      if (body.length > LARGEST_BODY) {
        send(exchange, Answer.refusal(new Problem(413, "too_large", "At most 1 MiB.")));
      } else if (match.request().path().startsWith("/v2/")) {
        tally.count(match.template(), deliver(exchange, api(match)));
      } else {
        send(exchange, answered(match));
      }
    }
  }

  private Delivery api(Router.Match match) {
    var bearer = bearer(match.request());
    if (bearer.isEmpty()) {
      return new Delivery.Sent(Answer.refusal(Problem.unauthorized()), Duration.ZERO);
    }
    var verdict = limits.pass(bearer.get(), match.template());
    if (!verdict.passes()) {
      return new Delivery.Sent(
          verdict.mark(Answer.refusal(Problem.tooManyRequests())), Duration.ZERO);
    }
    var subject = match.request().method() + " " + match.request().path();
    var delivery = faults.before(subject).orElseGet(() -> faults.after(subject, answered(match)));
    return delivery instanceof Delivery.Sent(var answer, var late)
        ? new Delivery.Sent(verdict.mark(answer), late)
        : delivery;
  }

  private Optional<String> bearer(Request request) {
    return request
        .header("authorization")
        .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
        .map(value -> value.substring(7).strip())
        .filter(value -> token.isEmpty() ? !value.isEmpty() : value.equals(token));
  }

  private static Answer answered(Router.Match match) {
    try {
      return match.answer();
    } catch (RuntimeException bug) {
      log.error("{} failed", match.template(), bug);
      return Answer.refusal(Problem.serverError());
    }
  }

  /// Returns the status that was sent.
  private int deliver(HttpExchange exchange, Delivery delivery) throws IOException {
    switch (delivery) {
      case Delivery.Dropped _ -> {
        return Tally.UNANSWERED;
      }
      case Delivery.Hung(var silence) -> {
        pause(silence);
        return Tally.UNANSWERED;
      }
      case Delivery.Sent(var answer, var late) -> {
        pause(late);
        send(exchange, answer);
        return answer.status();
      }
    }
  }

  /// Waits, but not beyond the end of the server.
  private void pause(Duration length) {
    try {
      if (length.isPositive() && closing.await(length.toMillis(), TimeUnit.MILLISECONDS)) {
        log.debug("a held request ends with the server");
      }
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    var headers = exchange.getResponseHeaders();
    answer.headers().forEach(headers::set);
    if (!answer.type().isEmpty()) {
      headers.set("Content-Type", answer.type());
    }
    var body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    if (body.length > 0 && !exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseBody().write(body);
    }
  }

  private static Request request(HttpExchange exchange, byte[] body) {
    var headers = new HashMap<String, String>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getLast()));
    var uri = exchange.getRequestURI();
    var path = uri.getPath() == null ? "/" : uri.getPath();
    var host = headers.getOrDefault("host", "localhost");
    return new Request(
        exchange.getRequestMethod(),
        path,
        Map.of(),
        query(uri.getRawQuery() == null ? "" : uri.getRawQuery()),
        headers,
        new String(body, StandardCharsets.UTF_8),
        "http://" + host);
  }

  private static Map<String, String> query(String raw) {
    var query = new HashMap<String, String>();
    for (var pair : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        query.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
      }
    }
    return query;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      return text;
    }
  }

  /// Closes the port and ends requests that are held.
  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
