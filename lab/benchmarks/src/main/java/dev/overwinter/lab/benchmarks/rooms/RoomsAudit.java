package dev.overwinter.lab.benchmarks.rooms;

import dev.overwinter.lab.benchmarks.parts.Downtimes;
import dev.overwinter.lab.benchmarks.rooms.play.RoomPlayer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What tables and clients must agree on when nothing is under way: every accepted command is one
/// event, no event is nobody's, rounds ended at their time, and everybody heard everything once.
///
/// @param events as they stand in the table, each room's in order
record RoomsAudit(Map<String, List<RoomsPlatform.Row>> events) {
  private static final Duration CONVERGED_WITHIN = Duration.ofMinutes(2);
  private static final String NOBODYS = "nobody's: ";

  // What people did; the rest are clocks and what follows from a command.
  private static final Set<String> COMMANDS =
      Set.of("said", "reacted", "played", "next_role", "round_started");

  /// Accepted commands without their event, events without their command, and gaps.
  List<String> lostOrDoubled(Collection<Guest.Done> done) {
    var found = new ArrayList<String>();
    events.forEach((room, rows) -> {
      if (rows.getFirst().seq() != 1 || rows.getLast().seq() != rows.size()) {
        found.add(room + ": a gap or a repetition among " + rows.size());
      }
    });
    var wanted = new HashMap<Guest.Done, Integer>();
    done.forEach(one -> wanted.merge(one, 1, Integer::sum));
    wanted.forEach((one, times) -> {
      if (times > 1) {
        found.add("answered twice as a change of its own: " + one);
      }
    });
    var there =
        events.values().stream()
            .flatMap(List::stream)
            .filter(row -> COMMANDS.contains(row.type()))
            .collect(
                Collectors.toMap(
                    row -> new Guest.Done(row.room(), row.by(), row.type(), row.seq()),
                    Function.identity()));
    wanted.keySet().stream()
        .filter(one -> !there.containsKey(one))
        .forEach(one -> found.add("lost: " + one));
    there.keySet().stream()
        .filter(one -> !wanted.containsKey(one))
        .forEach(one -> found.add(NOBODYS + one));
    return found;
  }

  /// Whether a finding is an event of which nobody was told that it is theirs: a command that was
  /// carried out and whose answer never came.
  static boolean isNobodys(String finding) {
    return finding.startsWith(NOBODYS);
  }

  /// A round that ended by itself.
  ///
  /// @param seconds after its moment, or after the platform was up again, whichever was later
  record Expiry(String room, Instant due, Instant at, double seconds) {}

  /// All of them. Of one that ended otherwise nothing is said.
  List<Expiry> expiries(Downtimes down) {
    var all = new ArrayList<Expiry>();
    for (var rows : events.values()) {
      var due = Instant.MAX;
      for (var row : rows) {
        if (row.type().equals("round_started")) {
          due = Instant.parse(row.endsAt());
        } else if (row.type().equals("round_ended") && row.why().equals("expired")) {
          var late = down.late(due, row.written()).toMillis() / 1e3;
          all.add(new Expiry(row.room(), due, row.at(), late));
        }
      }
    }
    return all;
  }

  /// Ends that were told before their moment, or for rounds that had ended already.
  static long early(List<Expiry> expiries) {
    return expiries.stream().filter(one -> one.at().isBefore(one.due())).count();
  }

  /// Messages that were accepted and are not there, and those that are there twice.
  static long messages(RoomsPlatform platform, Collection<Guest.Done> done) throws IOException {
    var said = done.stream().filter(one -> one.type().equals("said")).count();
    var there =
        platform.number("SELECT count(DISTINCT body) FROM room_messages WHERE seq IS NOT NULL");
    var all = platform.number("SELECT count(*) FROM room_messages WHERE seq IS NOT NULL");
    return Math.max(0, said - there) + all - there;
  }

  /// What clients know otherwise than the api tells it.
  static List<String> clients(Crowd crowd) {
    var found = new ArrayList<String>();
    for (var room : crowd.rooms()) {
      var truth = room.getFirst().truth();
      for (RoomPlayer one : room) {
        found.addAll(one.differences(truth, CONVERGED_WITHIN));
      }
    }
    return found;
  }
}
