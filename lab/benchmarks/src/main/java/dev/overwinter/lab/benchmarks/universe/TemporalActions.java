package dev.overwinter.lab.benchmarks.universe;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// What the Temporal server of a platform says of itself: its dev server chooses a port for it and
/// writes it into its log.
final class TemporalActions {
  private static final Pattern WHERE = Pattern.compile("http://[^\\s\"]+:(\\d+)/metrics");
  private static final Pattern ACTION =
      Pattern.compile(
          "(?m)^action\\{action_type=\"([^\"]+)\",namespace=\"default\"[^}]*} ([0-9.e+]+)$");

  private TemporalActions() {}

  /// Its metric `action`: everything that Temporal Cloud would bill, by kind.
  static Map<String, Double> of(Path log, HttpClient http)
      throws IOException, InterruptedException {
    // The last one: it may have been started again.
    var port =
        WHERE
            .matcher(Files.readString(log))
            .results()
            .map(found -> found.group(1))
            .reduce((_, later) -> later)
            .orElseThrow(() -> new IOException("no port of metrics in " + log));
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics")).build();
    var text = http.send(request, BodyHandlers.ofString()).body();
    var actions = new TreeMap<String, Double>();
    ACTION
        .matcher(text)
        .results()
        .forEach(found ->
            actions.merge(found.group(1), Double.parseDouble(found.group(2)), Double::sum));
    return actions;
  }

  /// What was counted between two looks.
  static Map<String, Double> between(Map<String, Double> before, Map<String, Double> after) {
    var more = new TreeMap<String, Double>();
    after.forEach((kind, count) -> {
      var grown = count - before.getOrDefault(kind, 0.0);
      if (grown > 0) {
        more.put(kind, grown);
      }
    });
    return more;
  }
}
