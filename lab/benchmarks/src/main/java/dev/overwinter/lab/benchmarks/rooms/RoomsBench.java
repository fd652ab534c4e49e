package dev.overwinter.lab.benchmarks.rooms;

import static dev.overwinter.lab.benchmarks.report.Report.number;
import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overwinter.lab.benchmarks.Bench;
import dev.overwinter.lab.benchmarks.Wished;
import dev.overwinter.lab.benchmarks.parts.Checkout;
import dev.overwinter.lab.benchmarks.parts.Machine;
import dev.overwinter.lab.benchmarks.parts.Usage;
import dev.overwinter.lab.benchmarks.report.Report;
import dev.overwinter.lab.benchmarks.report.Samples;
import dev.overwinter.lab.benchmarks.report.Table;
import dev.overwinter.lab.benchmarks.rooms.play.RoomPlayer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;

/// Many rooms on one api process, a round under way in each: what they cost at rest, how long a
/// command takes by the socket, and how long after it was written everybody has heard of it. Load
/// and platform share the machine.
public final class RoomsBench implements Bench {
  private static final int SOCKETS = 8;
  private static final int USUAL_PEOPLE = 1_000 * SOCKETS;
  private static final int COMMANDS_A_SECOND = 20;

  /// MiB. With the usual 256 the api takes fewer sockets and refuses the others.
  private static final int HEAP = 512;

  private static final Duration WARMING = Duration.ofSeconds(30);
  private static final Duration BACK_WITHIN = Duration.ofMinutes(5);
  private static final Duration SETTLING = Duration.ofSeconds(60);

  private final int people;
  private final Duration measured;

  /// As many as usual.
  public RoomsBench() {
    this(USUAL_PEOPLE, Duration.ofMinutes(1));
  }

  private RoomsBench(int people, Duration measured) {
    this.people = people;
    this.measured = measured;
  }

  @Override
  public String name() {
    return "rooms";
  }

  @Override
  public String summary() {
    return "1,000 rooms x 8 sockets: rest, commands, fan-out (some 10 minutes; --players 8000 --minutes 1)";
  }

  @Override
  public Bench with(Wished wished) {
    return new RoomsBench(
        wished.players() == 0 ? people : wished.players(),
        wished.minutes() == 0 ? measured : Duration.ofMinutes(wished.minutes()));
  }

  @Override
  public void run(Checkout checkout, Path scratch, Report report)
      throws IOException, InterruptedException {
    report.say("  %s", Machine.described());
    try (var platform = RoomsPlatform.up(checkout, scratch, HEAP, true)) {
      var empty = platform.residentMb("api");
      var began = System.nanoTime();
      var wish = RoomPlayer.object().put("game", "top10");
      var rooms = Math.max(1, people / SOCKETS);
      try (var crowd =
          Crowd.come(platform.apis(), rooms, SOCKETS, wish, line -> report.say("%s", line))) {
        var cards = crowd.deal();
        report.say(
            "  %,d rooms with %d sockets each and a round after %.0f s",
            rooms, SOCKETS, (System.nanoTime() - began) / 1e9);
        rest(platform, report, empty);
        busy(platform, crowd, cards, report);
        var broken = crowd.people().stream().filter(one -> one.log().hellos() > 1).count();
        report.target("sockets that broke", (double) broken, "", 0, true);
        var faults = crowd.people().stream().filter(one -> !one.log().faults().isEmpty()).count();
        report.target("clients that missed or heard twice", (double) faults, "", 0, true);
        storm(platform, crowd, report);
      }
    }
  }

  private void rest(RoomsPlatform platform, Report report, double empty)
      throws IOException, InterruptedException {
    // Compilers and collectors come to rest.
    TimeUnit.SECONDS.sleep(SETTLING.toSeconds());
    var usage = Usage.begin(platform);
    TimeUnit.SECONDS.sleep(measured.toSeconds());
    report.say("  at rest:");
    usage.tell(report);
    report.target("CPU of the api at rest", usage.percent("api"), "% of a core", 2, true);
    report.say("  resident MB of the api before anybody came: %s", number(empty));
  }

  /// The api is killed, and all come back to the next one at the same moment.
  private static void storm(RoomsPlatform platform, Crowd crowd, Report report)
      throws IOException, InterruptedException {
    var people = crowd.people();
    var before = people.stream().collect(toMap(one -> one, one -> one.log().hellos()));
    ToIntFunction<RoomPlayer> since = one -> one.log().hellos() - before.getOrDefault(one, 0);
    var began = System.nanoTime();
    platform.kill("api");
    var all =
        RoomsPlatform.await(
            BACK_WITHIN, () -> people.stream().allMatch(one -> since.applyAsInt(one) > 0));
    report.target(
        "everybody is back after kill -9 of the api",
        all ? (System.nanoTime() - began) / 1e9 : BACK_WITHIN.toSeconds(),
        "s",
        60,
        true);
    var starts = people.stream().mapToInt(since).max();
    report.say("  greetings that one client had: at most %d", starts.orElse(0));
    report.say("  resident MB of the api then: %s", number(platform.residentMb("api")));
    var faults = people.stream().filter(one -> !one.log().faults().isEmpty()).count();
    report.target("clients that missed or heard twice", (double) faults, "", 0, true);
  }

  /// What a command took.
  private record Trip(String kind, double millis, boolean ok) {}

  private void busy(
      RoomsPlatform platform, Crowd crowd, Map<RoomPlayer, String> cards, Report report)
      throws IOException, InterruptedException {
    var luck = new Random();
    load(crowd, cards, WARMING, luck);
    var first = Instant.now();
    // One clock for both: the wall's at a moment of the other's.
    var nanosAtEpoch = System.nanoTime() - Duration.between(Instant.EPOCH, Instant.now()).toNanos();
    var usage = Usage.begin(platform);
    var trips = load(crowd, cards, measured, luck);
    report.say("  %d commands a second:", COMMANDS_A_SECOND);
    usage.tell(report);
    var table = new Table("command by the socket, ms", "count", "p50", "p99", "max");
    for (var kind : List.of("say", "play")) {
      var of = new Samples();
      trips.stream().filter(one -> one.kind().equals(kind)).forEach(one -> of.add(one.millis()));
      row(table, kind, of);
    }
    var all = new Samples();
    trips.forEach(one -> all.add(one.millis()));
    row(table, "all", all);
    var spread = fanOut(platform, crowd, first, nanosAtEpoch);
    row(table, "written -> heard, each socket", spread);
    report.table(table);
    report.target("command, p50", all.median(), "ms", 40, true);
    report.target("command, p99", all.percentile(99), "ms", 150, true);
    report.target("written until heard, p99", spread.percentile(99), "ms", 50, true);
    var refused = trips.stream().filter(one -> !one.ok()).count();
    report.target("commands that were refused", (double) refused, "", 0, true);
  }

  private static void row(Table table, String name, Samples of) {
    table.row(
        name,
        number((double) of.count()),
        number(of.median()),
        number(of.percentile(99)),
        number(of.most()));
  }

  /// Commands at their moments, whatever became of those before; late since they were due.
  private static List<Trip> load(
      Crowd crowd, Map<RoomPlayer, String> cards, Duration lasts, Random luck)
      throws IOException, InterruptedException {
    var rooms = crowd.rooms();
    var count = (int) lasts.toSeconds() * COMMANDS_A_SECOND;
    var step = TimeUnit.SECONDS.toNanos(1) / COMMANDS_A_SECOND;
    var began = System.nanoTime();
    var all = new ArrayList<Future<Trip>>();
    var trips = new ArrayList<Trip>();
    var nth = new AtomicInteger();
    try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var n = 0; n < count; n++) {
        var room = rooms.get(luck.nextInt(rooms.size()));
        var who = room.get(luck.nextInt(room.size()));
        var due = began + n * step;
        TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
        all.add(
            people.submit(() -> {
              var command = command(cards.getOrDefault(who, ""), nth.incrementAndGet());
              var answer = who.ear().order(command);
              return new Trip(
                  command.path("kind").asText(),
                  (System.nanoTime() - due) / 1e6,
                  answer.path("ok").booleanValue());
            }));
      }
      for (var one : all) {
        trips.add(one.get());
      }
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
    return trips;
  }

  /// Half of them say something, half look below their own card or put it down again.
  private static ObjectNode command(String card, int nth) {
    if (nth % 2 == 0) {
      return RoomPlayer.object().put("kind", "say").put("body", "Message " + nth);
    }
    var move = RoomPlayer.object().put("kind", "play");
    move.putArray("moves")
        .addObject()
        .put("kind", "peek")
        .put("target", card)
        .put("value", nth % 4 == 1 ? "true" : "false");
    return move;
  }

  private static Samples fanOut(
      RoomsPlatform platform, Crowd crowd, Instant since, long nanosAtEpoch) throws IOException {
    var rows = platform.events();
    var spread = new Samples();
    for (var room : crowd.rooms()) {
      var written = new HashMap<Long, Instant>();
      rows.getOrDefault(room.getFirst().room(), List.of()).stream()
          .filter(row -> row.written().isAfter(since))
          .forEach(row -> written.put(row.seq(), row.written()));
      for (var one : room) {
        for (var event : one.log().events()) {
          var at = written.get(event.seq());
          if (at != null) {
            var heard = Instant.EPOCH.plusNanos(event.nanos() - nanosAtEpoch);
            spread.add(Duration.between(at, heard).toNanos() / 1e6);
          }
        }
      }
    }
    return spread;
  }
}
