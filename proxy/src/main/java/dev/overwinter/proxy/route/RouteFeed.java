package dev.overwinter.proxy.route;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.overwinter.durable.ApiTrust;
import dev.overwinter.durable.Payloads;
import dev.overwinter.proxy.config.ProxyConfig;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks the api for routes, for ever: a list first, then what changed since, by long poll.
///
/// Runs on one virtual thread of its own. While the api is away the table stays as it is; the
/// oldest client of the JDK is enough for one request at a time and is the smallest in memory.
public final class RouteFeed implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RouteFeed.class);
  private static final int WAIT_SECONDS = 25;
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  // Ten thousand routes are some megabytes of JSON; a busy minute must not write them each time.
  private static final Duration BETWEEN_SNAPSHOTS = Duration.ofSeconds(1);

  private final ProxyConfig.Feed config;
  private final Routes routes;
  private final Optional<RouteSnapshot> snapshot;
  private final ObjectMapper json = Payloads.mapper();
  // One for all requests: connections are kept for the next one by the factory that made them.
  private final @Nullable SSLSocketFactory trust;
  private @Nullable Thread thread;
  private @Nullable String trouble;
  private long writtenNanos = System.nanoTime() - BETWEEN_SNAPSHOTS.toNanos();
  private boolean unwritten;
  private volatile boolean synced;

  /// Feeds `routes`; nothing happens before [#start()].
  ///
  /// @throws IllegalArgumentException when the api's certificate cannot be read
  public RouteFeed(ProxyConfig.Feed config, Routes routes, Optional<RouteSnapshot> snapshot) {
    this.config = config;
    this.routes = routes;
    this.snapshot = snapshot;
    this.trust =
        config.certificate().map(ApiTrust::context).map(SSLContext::getSocketFactory).orElse(null);
  }

  /// Begins to ask.
  public void start() {
    thread = Thread.ofVirtual().name("route-feed").start(this::run);
  }

  /// Whether the routes are what the api says, not only what was kept on disk.
  public boolean synced() {
    return synced;
  }

  @Override
  public void close() {
    if (thread != null) {
      thread.interrupt();
    }
  }

  private void run() {
    var pause = FIRST_PAUSE;
    try {
      while (!Thread.currentThread().isInterrupted()) {
        if (askOnce()) {
          pause = FIRST_PAUSE;
          if (routes.table().revision() == 0) {
            Thread.sleep(LONGEST_PAUSE.dividedBy(5)); // an empty list is answered at once
          }
        } else {
          Thread.sleep(pause);
          var doubled = pause.multipliedBy(2);
          pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean askOnce() {
    try {
      ask().ifPresent(this::take);
      keep();
      tell(null);
      return true;
    } catch (IOException | RuntimeException e) {
      if (!Thread.currentThread().isInterrupted()) {
        tell(e.toString());
      }
      return false;
    }
  }

  private void take(RouteChange change) {
    routes.apply(change);
    synced = true;
    unwritten = true;
  }

  private void keep() {
    var due = System.nanoTime() - writtenNanos >= BETWEEN_SNAPSHOTS.toNanos();
    if (unwritten && due && snapshot.isPresent()) {
      snapshot.get().write(routes.table());
      writtenNanos = System.nanoTime();
      unwritten = false;
    }
  }

  private Optional<RouteChange> ask() throws IOException {
    // The first list is asked for as a whole: a revision from disk may be of another database.
    var after = synced ? routes.table().revision() : 0;
    // With something unwritten the poll ends soon, so that the snapshot is never long behind.
    var wait = after == 0 ? 0 : unwritten ? 1 : WAIT_SECONDS;
    var connection = open(after, wait);
    try {
      return switch (connection.getResponseCode()) {
        case HttpURLConnection.HTTP_OK -> {
          try (var in = connection.getInputStream()) {
            yield Optional.of(json.readValue(in, RouteChange.class));
          }
        }
        case HttpURLConnection.HTTP_NO_CONTENT -> Optional.empty();
        default -> throw new IOException("the api answered " + connection.getResponseCode());
      };
    } catch (IOException e) {
      connection.disconnect();
      throw e;
    }
  }

  private HttpURLConnection open(long after, int wait) throws IOException {
    var base = config.api().toString().replaceAll("/+$", "");
    var ours = config.node().isEmpty() ? "" : "&node=" + config.node();
    var uri = URI.create(base + "/api/proxy/routes?after=" + after + "&waitSeconds=" + wait + ours);
    var connection = (HttpURLConnection) uri.toURL().openConnection();
    if (connection instanceof HttpsURLConnection secure && trust != null) {
      secure.setSSLSocketFactory(trust);
    }
    connection.setConnectTimeout((int) CONNECT.toMillis());
    connection.setReadTimeout((int) Duration.ofSeconds(wait + 10L).toMillis());
    connection.setUseCaches(false);
    connection.setRequestProperty("Accept", "application/json");
    if (config.tokenFile().isPresent()) {
      var token = Files.readString(config.tokenFile().get()).strip();
      connection.setRequestProperty("Authorization", "Bearer " + token);
    }
    return connection;
  }

  // One line when it begins and one when it ends; an outage is not a flood.
  private void tell(@Nullable String problem) {
    if (problem != null && trouble == null) {
      log.warn("routes cannot be read, going on with {}: {}", known(), problem);
    } else if (problem == null && trouble != null) {
      log.info("routes are read again: {}", known());
    }
    trouble = problem;
  }

  private String known() {
    var table = routes.table();
    return table.routes().size() + " routes of revision " + table.revision();
  }
}
