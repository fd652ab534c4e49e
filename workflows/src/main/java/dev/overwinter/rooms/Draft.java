package dev.overwinter.rooms;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A room while it is being changed, with what is told of that. Confined to one decision; nothing
/// of it is outside before [#done] or [#ticked].
final class Draft {
  /// In this order members are dealt to, and become host.
  static final Comparator<Member> BY_AGE =
      Comparator.comparing(Member::joinedAt).thenComparing(Member::id);

  private final RoomState before;
  private final List<RoomEvent> events = new ArrayList<>();

  final Instant now;
  final SortedMap<MemberId, Member> members;
  final SortedMap<MemberId, String> names;
  final List<String> barred;
  final SortedMap<String, Instant> muted;
  final List<PastRound> past;
  final SortedMap<MemberId, Integer> totals;
  String name;
  String game;
  RoomSettings settings;
  @Nullable String over;
  @Nullable MemberId host;
  @Nullable Round round;
  int rounds;

  Draft(RoomState before, Instant now) {
    this.before = before;
    this.now = now;
    members = new TreeMap<>(before.members());
    names = new TreeMap<>(before.names());
    barred = new ArrayList<>(before.barred());
    muted = new TreeMap<>(before.muted());
    past = new ArrayList<>(before.past());
    totals = new TreeMap<>(before.totals());
    name = before.name();
    game = before.game();
    settings = before.settings();
    over = before.over();
    host = before.host();
    round = before.round();
    rounds = before.rounds();
  }

  /// Something has happened.
  ///
  /// @param namesAndValues a name, its value, the next name, …
  void tell(RoomEvent.Type type, @Nullable MemberId by, String... namesAndValues) {
    var data = new TreeMap<String, String>();
    for (var at = 0; at < namesAndValues.length; at += 2) {
      data.put(namesAndValues[at], namesAndValues[at + 1]);
    }
    tell(type, by, data);
  }

  void tell(RoomEvent.Type type, @Nullable MemberId by, SortedMap<String, String> data) {
    events.add(new RoomEvent(before.seq() + events.size() + 1, now, type, by, data));
  }

  /// A member is another; nothing is told of it.
  void change(MemberId id, UnaryOperator<Member> as) {
    members.computeIfPresent(id, (_, member) -> as.apply(member));
  }

  /// Members in the order in which they came.
  List<Member> byAge() {
    return members.values().stream().sorted(BY_AGE).toList();
  }

  /// What somebody is or was called.
  String called(MemberId id) {
    var member = members.get(id);
    return member == null ? names.getOrDefault(id, "somebody") : member.name();
  }

  /// Somebody has ordered it.
  ///
  /// @param made the id of what was made; null for nothing
  Decision done(@Nullable String made) {
    if (events.isEmpty()) {
      return new Decision.Nothing(new RoomAnswer.Done(before.seq(), false, made));
    }
    var next = state(now);
    return new Decision.Ready(next, events, new RoomAnswer.Done(next.seq(), true, made));
  }

  /// A clock has run out.
  ///
  /// @param heard when the room was used last, as far as that clock knows
  Decision.Ready ticked(Instant heard) {
    var next = state(heard.isAfter(before.activeAt()) ? heard : before.activeAt());
    return new Decision.Ready(next, events, new RoomAnswer.Done(next.seq(), true, null));
  }

  private RoomState state(Instant activeAt) {
    Remembered.bound(this);
    return new RoomState(
        before.id(),
        name,
        game,
        settings,
        before.seq() + events.size(),
        over,
        host,
        members,
        names,
        barred,
        muted,
        round,
        rounds,
        past,
        totals,
        before.createdAt(),
        activeAt);
  }
}
