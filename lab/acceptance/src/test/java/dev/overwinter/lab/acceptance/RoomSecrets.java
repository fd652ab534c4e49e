package dev.overwinter.lab.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.lab.launcher.Part;
import dev.overwinter.lab.launcher.parts.Temporal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Looks for what is hidden wherever a room leaves something: in what people were told, in its
/// history as Temporal's own program shows it, in the files of Temporal and in logs, and in rows.
///
/// @param stage whose platform
record RoomSecrets(Stage stage) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern CARD_VALUE = Pattern.compile("[1-9]|10");
  // In a page it may stand as it is or escaped.
  private static final Pattern VALUE_IN_PAGE =
      Pattern.compile("(\"|&quot;|&#34;)value(\"|&quot;|&#34;)\\s*:\\s*(\"|&quot;|&#34;)?\\d");
  private static final String SEALED = "binary/encrypted";

  /// The values of cards that somebody was told, but for those of some cards: a line each.
  ///
  /// @param told bodies and frames, as they came
  /// @param but cards whose value they may know
  static List<String> values(Collection<String> told, Set<String> but) {
    var found = new ArrayList<String>();
    for (var text : told) {
      if (text.startsWith("<") && VALUE_IN_PAGE.matcher(text).find()) {
        found.add(text);
      }
      find(parse(text), but, text, found);
    }
    return found;
  }

  private static void find(JsonNode node, Set<String> but, String text, List<String> found) {
    if (node.isTextual() && node.textValue().startsWith("{")) {
      // The oldest form has JSON within JSON: there names are keys, and what they have is a value.
      for (var inner : parse(node.textValue())) {
        if (CARD_VALUE.matcher(inner.asText()).matches()) {
          found.add(text);
        }
      }
    }
    var card = node.has("id") ? node.path("id").asText() : node.path("card").asText();
    if (CARD_VALUE.matcher(node.path("value").asText()).matches() && !but.contains(card)) {
      found.add(text);
    }
    node.forEach(inner -> find(inner, but, text, found));
  }

  private static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException noJson) {
      return JSON.getNodeFactory().textNode("");
    }
  }

  /// What of a room's history anybody can read who has no key: every payload that is not sealed.
  List<String> openPayloads(String room) throws IOException, InterruptedException {
    var shown = JSON.readTree(shown(room));
    var payloads = new ArrayList<JsonNode>();
    collect(shown, payloads);
    assertThat(payloads).as("payloads of room " + room).hasSizeGreaterThan(10);
    return payloads.stream()
        .filter(payload -> !encoding(payload).equals(SEALED))
        .map(JsonNode::toString)
        .toList();
  }

  /// A room's history as Temporal's own program shows it to whoever asks.
  String shown(String room) throws IOException, InterruptedException {
    var platform = stage.platform();
    var cli = Temporal.find(platform.config().shared().resolve("tools"), System.getenv());
    var show =
        new ProcessBuilder(
                cli.toString(),
                "workflow",
                "show",
                "--workflow-id",
                WorkflowIds.room(room),
                "--output",
                "json",
                "--address",
                platform.temporalTarget())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    var text = new String(show.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(show.waitFor()).as(text).isZero();
    return text;
  }

  // Search attributes are for everybody to search; and what the SDK itself writes beside a local
  // activity's result is its type, its id, and when it ran.
  private static final Set<String> NOT_OURS =
      Set.of("searchAttributes", "activityId", "meta", "time", "type");

  private static void collect(JsonNode node, List<JsonNode> payloads) {
    if (node.path("metadata").has("encoding") && node.has("data")) {
      payloads.add(node);
      return;
    }
    node.properties().stream()
        .filter(field -> !NOT_OURS.contains(field.getKey()))
        .forEach(field -> collect(field.getValue(), payloads));
    if (node.isArray()) {
      node.forEach(inner -> collect(inner, payloads));
    }
  }

  private static String encoding(JsonNode payload) {
    var encoded = payload.path("metadata").path("encoding").asText();
    return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
  }

  /// Which files of Temporal's and which logs hold a text, by name.
  List<Path> filesWith(String text) throws IOException {
    var home = stage.platform().config().home();
    var found = new ArrayList<Path>();
    for (var where : List.of("data/" + Part.TEMPORAL.processName(), "logs")) {
      try (Stream<Path> files = Files.walk(home.resolve(where))) {
        for (var file : files.filter(Files::isRegularFile).toList()) {
          // One byte is one character, so that nothing is lost in what is no text.
          if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(text)) {
            found.add(home.relativize(file));
          }
        }
      }
    }
    return found;
  }

  /// What processes count, as Prometheus would have it now.
  String metrics() throws IOException, InterruptedException {
    var ports = stage.platform().config().ports();
    var all = new StringBuilder();
    try (var http = HttpClient.newHttpClient()) {
      for (var at :
          List.of(ports.api() + "/actuator/prometheus", ports.workerMetrics() + "/metrics")) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + at)).build();
        var answer = http.send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(at).isEqualTo(200);
        assertThat(answer.body()).as("it counts rooms: " + at).contains("overwinter_room");
        all.append(answer.body());
      }
    }
    return all.toString();
  }

  /// The lines of all logs that speak of a room.
  List<String> logLines(String room) throws IOException {
    var logs = stage.platform().config().home().resolve("logs");
    var found = new ArrayList<String>();
    try (Stream<Path> files = Files.walk(logs)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        try (var lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
          lines.filter(line -> line.contains(room)).forEach(found::add);
        }
      }
    }
    return found;
  }

  /// The rows of a room, as text, of every table that has any; that of the room itself without the
  /// part that is sealed.
  List<String> rows(String room) {
    return new Tables(stage.platform())
        .ask(connection -> {
          var all = new ArrayList<String>();
          for (var table :
              List.of("room_members", "room_events", "room_requests", "room_messages")) {
            try (var query =
                connection.prepareStatement(
                    "SELECT to_jsonb(t) FROM %s t WHERE room = ?".formatted(table))) {
              query.setString(1, room);
              try (var rows = query.executeQuery()) {
                while (rows.next()) {
                  all.add(rows.getString(1));
                }
              }
            }
          }
          return all;
        });
  }

  /// What is kept of a room's state, as it is kept.
  String state(String room) {
    return new Tables(stage.platform())
        .ask(connection -> {
          try (var query = connection.prepareStatement("SELECT state FROM rooms WHERE id = ?")) {
            query.setString(1, room);
            try (var rows = query.executeQuery()) {
              assertThat(rows.next()).isTrue();
              return rows.getString(1);
            }
          }
        });
  }
}
