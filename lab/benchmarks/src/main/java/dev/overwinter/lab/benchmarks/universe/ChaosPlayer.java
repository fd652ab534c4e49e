package dev.overwinter.lab.benchmarks.universe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.overwinter.lab.benchmarks.parts.Wire;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Somebody who plays by a script: builds, researches, has ships made and sends them, trades; and
/// repeats with the same key what got no answer. Confined to its thread.
final class ChaosPlayer {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final Duration LONGEST_QUEUE = Duration.ofSeconds(30);
  private static final int LEAST_PAUSE_MILLIS = 2_000;
  private static final int MOST_PAUSE_MILLIS = 8_000;
  private static final List<String> BUILDINGS =
      List.of("metal_mine", "crystal_mine", "solar_plant", "deuterium_synthesizer");
  private static final List<String> RESEARCH = List.of("energy", "laser", "computer");

  /// What all of them saw.
  static final class Seen {
    final Map<Integer, AtomicInteger> statuses = new ConcurrentHashMap<>();
    final AtomicInteger repeated = new AtomicInteger();
    final Queue<String> unanswered = new ConcurrentLinkedQueue<>();
    final Queue<String> unexpected = new ConcurrentLinkedQueue<>();
    final Queue<Long> offers = new ConcurrentLinkedQueue<>();
  }

  private final int port;
  private final Colonist who;
  private final List<JsonNode> places;
  private final Seen seen;
  private final Random luck;
  private Instant busyUntil = Instant.EPOCH;
  private Instant yardUntil = Instant.EPOCH;
  private Instant studyUntil = Instant.EPOCH;
  private int ships;
  private Optional<String> fleet = Optional.empty();

  /// @param places where the others live
  ChaosPlayer(int port, Colonist who, List<JsonNode> places, Seen seen, long seed) {
    this.port = port;
    this.who = who;
    this.places = places;
    this.seen = seen;
    this.luck = new Random(seed);
  }

  /// Plays until a moment.
  Void play(Instant until) throws InterruptedException {
    while (Instant.now().isBefore(until)) {
      TimeUnit.MILLISECONDS.sleep(luck.nextInt(LEAST_PAUSE_MILLIS, MOST_PAUSE_MILLIS));
      step();
    }
    return null;
  }

  private void step() throws InterruptedException {
    var dice = luck.nextInt(100);
    if (dice < 45) {
      build();
    } else if (dice < 60) {
      make();
    } else if (dice < 70) {
      research();
    } else if (dice < 85) {
      fly();
    } else if (dice < 90) {
      recall();
    } else if (dice < 95) {
      offer();
    } else {
      accept();
    }
  }

  private void build() throws InterruptedException {
    if (isFree(busyUntil)) {
      var building = BUILDINGS.get(luck.nextInt(BUILDINGS.size()));
      var answer =
          insist("/player/" + who.id() + "/build", "{\"building_type\":\"" + building + "\"}");
      busyUntil = answer.map(ChaosPlayer::done).orElse(busyUntil);
    }
  }

  private void make() throws InterruptedException {
    if (isFree(yardUntil) && ships < 40) {
      var answer =
          insist(
              "/player/" + who.id() + "/build-ships",
              "{\"ship_type\":\"light_fighter\",\"quantity\":2}");
      yardUntil = answer.map(ChaosPlayer::done).orElse(yardUntil);
      ships += answer.isPresent() ? 2 : 0;
    }
  }

  private void research() throws InterruptedException {
    if (isFree(studyUntil)) {
      var tech = RESEARCH.get(luck.nextInt(RESEARCH.size()));
      var answer =
          insist("/player/" + who.id() + "/research", "{\"research_type\":\"" + tech + "\"}");
      studyUntil = answer.map(ChaosPlayer::done).orElse(studyUntil);
    }
  }

  private void fly() throws InterruptedException {
    var to = places.get(luck.nextInt(places.size()));
    var answer =
        insist(
            "/player/" + who.id() + "/fleet/dispatch",
            """
            {"galaxy":%s,"system":%s,"position":%s,"mission":"transport",
             "ships":{"light_fighter":1},"cargo":{"metal":%d,"crystal":%d}}
            """
                .formatted(
                    to.path("galaxy"),
                    to.path("system"),
                    to.path("planet"),
                    luck.nextInt(20),
                    luck.nextInt(20)));
    fleet = answer.map(body -> body.path("fleet_id").asText()).or(() -> fleet);
  }

  private void recall() throws InterruptedException {
    if (fleet.isPresent()) {
      var _ = insist("/player/" + who.id() + "/fleet/" + fleet.get() + "/recall", "{}");
      fleet = Optional.empty();
    }
  }

  private void offer() throws InterruptedException {
    insist(
            "/trade/offers",
            """
            {"offered_resource":"metal","offered_amount":%d,
             "requested_resource":"crystal","requested_amount":%d}
            """
                .formatted(1 + luck.nextInt(500), 1 + luck.nextInt(500)))
        .ifPresent(body -> seen.offers.add(body.path("id").asLong()));
  }

  private void accept() throws InterruptedException {
    var offer = seen.offers.poll();
    if (offer != null) {
      var _ = insist("/trade/accept/" + offer, "{}");
    }
  }

  private static boolean isFree(Instant until) {
    return Instant.now().plus(LONGEST_QUEUE).isAfter(until);
  }

  private static Instant done(JsonNode body) {
    var text = body.path("completion_time").asText("");
    return text.isEmpty() || text.equals("null") ? Instant.now() : Instant.parse(text);
  }

  /// The same order with the same key until it is answered.
  ///
  /// @return the answer when it was accepted
  private Optional<JsonNode> insist(String path, String body) throws InterruptedException {
    var key = UUID.randomUUID().toString();
    var until = Instant.now().plus(PATIENCE);
    while (Instant.now().isBefore(until)) {
      try (var wire = new Wire(port)) {
        var answer = wire.ask(Wire.post(path, headers(key), Colonist.bytes(body)));
        seen.statuses.computeIfAbsent(answer.status(), _ -> new AtomicInteger()).incrementAndGet();
        if (answer.status() < 500) {
          return read(path, answer);
        }
      } catch (IOException nobody) {
        // Asked again below.
      }
      seen.repeated.incrementAndGet();
      TimeUnit.MILLISECONDS.sleep(300 + luck.nextInt(700));
    }
    seen.unanswered.add(path);
    return Optional.empty();
  }

  private String headers(String key) {
    return who.headers() + "Idempotency-Key: " + key + "\r\n";
  }

  private Optional<JsonNode> read(String path, Wire.Answer answer) throws IOException {
    if (answer.status() == 200) {
      return Optional.of(JSON.readTree(answer.body()));
    }
    // A refusal by the rules is 400; anything else was not to be expected.
    if (answer.status() != 400) {
      seen.unexpected.add(
          path + " " + answer.status() + " " + JSON.readTree(answer.body()).path("detail"));
    }
    return Optional.empty();
  }
}
