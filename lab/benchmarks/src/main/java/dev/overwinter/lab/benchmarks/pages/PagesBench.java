package dev.overwinter.lab.benchmarks.pages;

import static dev.overwinter.lab.benchmarks.report.Report.number;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.overwinter.lab.benchmarks.Bench;
import dev.overwinter.lab.benchmarks.parts.Checkout;
import dev.overwinter.lab.benchmarks.parts.Installation;
import dev.overwinter.lab.benchmarks.parts.Machine;
import dev.overwinter.lab.benchmarks.report.Report;
import dev.overwinter.lab.benchmarks.report.Samples;
import dev.overwinter.lab.benchmarks.report.Table;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// What pages take while fifty real games stop at once, and while nothing happens. Everything is
/// real: the platform, its database, its engine, the demo games.
public final class PagesBench implements Bench {
  private static final int STOPS = 50;
  private static final int AT_ONCE = 8;
  private static final int READERS = 4;
  private static final int WARM_UP = 200;
  private static final int QUIET = 400;
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();

  @Override
  public String name() {
    return "pages";
  }

  @Override
  public String summary() {
    return "the dashboard's pages while " + STOPS + " games stop (4 minutes)";
  }

  @Override
  public void run(Checkout checkout, Path scratch, Report report)
      throws IOException, InterruptedException {
    report.say("  %s", Machine.described());
    var installation = new Installation(checkout, scratch);
    try (var people = Executors.newFixedThreadPool(AT_ONCE)) {
      installation.run("up", "-d");
      var token = installation.run("token").strip().lines().toList().getLast();
      measure(new Site(installation.api(), token), people, report);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } finally {
      installation.run("down");
    }
  }

  /// @param url of the api
  /// @param token of an admin
  private record Site(String url, String token) {}

  private void measure(Site site, ExecutorService people, Report report)
      throws IOException, InterruptedException, ExecutionException {
    roomForAll(site);
    var servers = all(people, i -> create(site, i));
    report.say("  %d servers are made", servers.size());
    wake(site, servers);
    report.say("  all are awake");
    read(site, servers, WARM_UP);
    var quiet = read(site, servers, QUIET);
    var stops = new ArrayList<java.util.concurrent.Future<Integer>>();
    try (var stoppers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var server : servers) {
        stops.add(stoppers.submit(() -> post(site, "/api/servers/" + server + "/hibernate")));
      }
      var during = new Samples();
      var pages = 0;
      while (count(site, "HIBERNATING") > 0 || pages == 0) {
        during.addAll(read(site, servers, READERS * paths(servers).size()));
        pages = during.count();
      }
      for (var stop : stops) {
        var _ = stop.get();
      }
      tell(report, quiet, during);
    }
    await(site, servers.size(), "ASLEEP");
  }

  /// A few at once: fifty starts on a small machine are slower than their limit.
  private void wake(Site site, List<String> servers) throws IOException, InterruptedException {
    for (var n = 0; n < servers.size(); n++) {
      post(site, "/api/servers/" + servers.get(n) + "/wake");
      await(site, n + 1 - AT_ONCE, "AWAKE");
    }
    await(site, servers.size(), "AWAKE");
  }

  private static void tell(Report report, List<Double> quiet, Samples during) {
    var before = new Samples();
    before.addAll(quiet);
    var table = new Table("milliseconds a page", "pages", "median", "p99", "most");
    for (var row : List.of(Map.entry("quiet", before), Map.entry("while they stop", during))) {
      var samples = row.getValue();
      table.row(
          row.getKey(),
          number(samples.count()),
          number(samples.median()),
          number(samples.percentile(99)),
          number(samples.most()));
      report.row(
          "pages",
          Map.of("when", row.getKey(), "median", samples.median(), "p99", samples.percentile(99)));
    }
    report.table(table);
    report.target(
        "p99 of pages while " + STOPS + " games stop", during.percentile(99), "ms", 200, true);
  }

  private static List<String> paths(List<String> servers) {
    return List.of("/servers", "/servers/" + servers.getFirst(), "/billing", "/account");
  }

  /// Some people, each of whom opens page after page.
  private List<Double> read(Site site, List<String> servers, int pages)
      throws InterruptedException, ExecutionException {
    var paths = paths(servers);
    try (var readers = Executors.newFixedThreadPool(READERS)) {
      var asked = new ArrayList<Callable<Double>>();
      for (var n = 0; n < pages; n++) {
        var path = paths.get(n % paths.size());
        asked.add(() -> page(site, path));
      }
      var times = new ArrayList<Double>();
      for (var answer : readers.invokeAll(asked)) {
        times.add(answer.get());
      }
      return times;
    }
  }

  private double page(Site site, String path) throws IOException, InterruptedException {
    var began = System.nanoTime();
    var answer =
        http.send(
            asking(site, path).header("Accept", "text/html").GET().build(),
            BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(path + ": " + answer.statusCode());
    }
    return (System.nanoTime() - began) / 1e6;
  }

  private interface Each<T> {
    T of(int i) throws IOException, InterruptedException;
  }

  private static <T> List<T> all(ExecutorService people, Each<T> each)
      throws InterruptedException, ExecutionException {
    var asked = new ArrayList<Callable<T>>();
    for (var i = 0; i < STOPS; i++) {
      var n = i;
      asked.add(() -> each.of(n));
    }
    var answers = new ArrayList<T>();
    for (var answer : people.invokeAll(asked)) {
      answers.add(answer.get());
    }
    return answers;
  }

  /// Placement keeps a small machine from taking fifty games; here they are to compete.
  private void roomForAll(Site site) throws IOException, InterruptedException {
    var request =
        asking(site, "/api/nodes/local")
            .header("Content-Type", "application/json")
            .method(
                "PATCH",
                HttpRequest.BodyPublishers.ofString(
                    "{\"memory_percent\":10000,\"cpu_percent\":10000}"))
            .build();
    var answer = http.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException("room: " + answer.body());
    }
  }

  private String create(Site site, int n) throws IOException, InterruptedException {
    var body =
        JSON.writeValueAsString(
            Map.of("friendly_name", "Stop " + n, "game_image_id", "lobby", "idle_minutes", 600));
    var request =
        asking(site, "/api/servers")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    var answer = http.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException("create: " + answer.body());
    }
    return JSON.readTree(answer.body()).path("id").asText();
  }

  private int post(Site site, String path) throws IOException, InterruptedException {
    var request = asking(site, path).POST(HttpRequest.BodyPublishers.noBody()).build();
    return http.send(request, BodyHandlers.ofString()).statusCode();
  }

  private void await(Site site, int servers, String state) throws InterruptedException {
    var end = System.nanoTime() + PATIENCE.toNanos();
    while (count(site, state) < servers) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("not " + servers + " servers are " + state);
      }
      TimeUnit.SECONDS.sleep(1);
    }
  }

  private long count(Site site, String state) throws InterruptedException {
    try {
      var request = asking(site, "/api/servers?limit=500").GET().build();
      var answer = JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
      var count = 0;
      for (JsonNode server : answer) {
        if (server.path("state").asText().equals(state)
            && server.path("friendly_name").asText().startsWith("Stop ")) {
          count++;
        }
      }
      return count;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static HttpRequest.Builder asking(Site site, String path) {
    return HttpRequest.newBuilder(URI.create(site.url() + path))
        .timeout(Duration.ofSeconds(60))
        .header("Authorization", "Bearer " + site.token());
  }
}
