package dev.overwinter.lab.benchmarks.rooms;

import static dev.overwinter.lab.benchmarks.report.Report.number;

import dev.overwinter.lab.benchmarks.Bench;
import dev.overwinter.lab.benchmarks.Wished;
import dev.overwinter.lab.benchmarks.parts.Checkout;
import dev.overwinter.lab.benchmarks.parts.Downtimes;
import dev.overwinter.lab.benchmarks.parts.Killer;
import dev.overwinter.lab.benchmarks.parts.Machine;
import dev.overwinter.lab.benchmarks.report.Report;
import dev.overwinter.lab.benchmarks.report.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// A hundred rooms of players by script, and a platform of which one process after the other is
/// killed; then whether every command that was accepted is there once, whether rounds ended at
/// their time, and whether everybody knows their room.
public final class RoomsChaosBench implements Bench {
  private static final int A_ROOM = 10;
  private static final int USUAL_PLAYERS = 100 * A_ROOM;
  private static final int USUAL_MINUTES = 20;
  private static final int BETWEEN_KILLS_MILLIS = 25_000;
  private static final double LATEST_SECONDS = 1;
  private static final Duration SERVES_WITHIN = Duration.ofMinutes(3);
  private static final Duration SETTLED_WITHIN = Duration.ofMinutes(3);

  /// MiB, as usual.
  private static final int HEAP = 256;

  private final int minutes;
  private final int players;

  /// As long as it usually takes.
  public RoomsChaosBench() {
    this(USUAL_MINUTES, USUAL_PLAYERS);
  }

  private RoomsChaosBench(int minutes, int players) {
    this.minutes = minutes;
    this.players = players;
  }

  @Override
  public String name() {
    return "rooms-chaos";
  }

  @Override
  public String summary() {
    return "100 rooms x 10 players, kill -9 of everything: what is left (--minutes %d, and 5 more)"
        .formatted(minutes);
  }

  @Override
  public Bench with(Wished wished) {
    return new RoomsChaosBench(
        wished.minutes() == 0 ? minutes : wished.minutes(),
        wished.players() == 0 ? players : wished.players());
  }

  @Override
  public void run(Checkout checkout, Path scratch, Report report)
      throws IOException, InterruptedException {
    report.say("  %s", Machine.described());
    var seed = new Random().nextLong(1_000_000);
    report.say("  seed %d", seed);
    var seen = new Guest.Seen();
    var down = new Downtimes();
    var rooms = Math.max(1, players / A_ROOM);
    try (var platform = RoomsPlatform.up(checkout, scratch, HEAP, false);
        var crowd =
            Crowd.come(
                platform.apis(), rooms, A_ROOM, Guest.wish(), line -> report.say("%s", line))) {
      report.say("  %,d rooms with %d players each", rooms, A_ROOM);
      play(platform, crowd, seen, down, new Random(seed));
      var settled =
          platform.awaitServing(SERVES_WITHIN)
              && RoomsPlatform.await(SETTLED_WITHIN, () -> overdue(platform) == 0);
      report.target(
          "rounds that are over and did not end", (double) overdue(platform), "", 0, true);
      tell(platform, crowd, seen, down, settled, report);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
  }

  private void play(
      RoomsPlatform platform, Crowd crowd, Guest.Seen seen, Downtimes down, Random luck)
      throws InterruptedException, ExecutionException {
    var until = Instant.now().plus(Duration.ofMinutes(minutes));
    var over = new AtomicBoolean();
    var playing = new ArrayList<Future<?>>();
    try (var killer = Executors.newSingleThreadExecutor();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var room : crowd.rooms()) {
        var messages = new ConcurrentLinkedQueue<String>();
        for (var one : room) {
          var guest = new Guest(one, messages, seen, luck.nextLong());
          playing.add(threads.submit(() -> guest.play(until)));
        }
      }
      var killing =
          killer.submit(
              new Killer(platform, down, BETWEEN_KILLS_MILLIS, over, new Random(luck.nextLong())));
      TimeUnit.MILLISECONDS.sleep(Duration.between(Instant.now(), until).toMillis());
      over.set(true);
      killing.get();
      for (var one : playing) {
        one.get();
      }
    }
  }

  private static long overdue(RoomsPlatform platform) {
    try {
      return platform.overdue();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void tell(
      RoomsPlatform platform,
      Crowd crowd,
      Guest.Seen seen,
      Downtimes down,
      boolean settled,
      Report report)
      throws IOException {
    var kills = new TreeMap<String, Integer>();
    down.all().forEach(one -> kills.merge(one.part(), 1, Integer::sum));
    report.say(
        "  kill -9: %s; all was up again within %s s; networks lost by players: %s",
        kills, number(down.longestSeconds()), seen.breaks);
    report.say("  refused: %s", new TreeMap<>(seen.refusals));
    var done = new TreeMap<String, Integer>();
    seen.done.forEach(one -> done.merge(one.type(), 1, Integer::sum));
    var audit = new RoomsAudit(platform.events());
    var expiries = audit.expiries(down);
    var table = new Table("rooms-chaos", "count");
    done.forEach((type, count) -> table.row("accepted: " + type, number((double) count)));
    table.row("rounds that ended by themselves", number((double) expiries.size()));
    report.table(table);
    report.target("commands that were never answered", seen.unanswered.size(), "", 0, true);
    seen.unanswered.stream().limit(10).forEach(line -> report.say("  %s", line));
    var lost = settled ? audit.lostOrDoubled(seen.done) : List.of("not at rest: no audit");
    var unasked = lost.stream().filter(RoomsAudit::isNobodys).count();
    report.target(
        "commands that were lost or doubled", (double) (lost.size() - unasked), "", 0, true);
    report.target(
        "events that are nobody's (at most as many as commands without an answer)",
        (double) unasked,
        "",
        seen.unanswered.size(),
        true);
    lost.stream().limit(20).forEach(line -> report.say("  %s", line));
    report.target(
        "messages that are not there once",
        (double) RoomsAudit.messages(platform, seen.done),
        "",
        0,
        true);
    report.target("rounds that ended early", (double) RoomsAudit.early(expiries), "", 0, true);
    var late = expiries.stream().filter(one -> one.seconds() > LATEST_SECONDS).toList();
    report.target("rounds that ended more than 1 s late once all is up", late.size(), "", 0, true);
    late.stream()
        .sorted(Comparator.comparingDouble(RoomsAudit.Expiry::seconds).reversed())
        .limit(10)
        .forEach(one -> report.say("  %s", one));
    var differences = RoomsAudit.clients(crowd);
    report.target("clients that do not know their room", differences.size(), "", 0, true);
    differences.stream().limit(10).forEach(line -> report.say("  %s", line));
  }
}
