package dev.overwinter.rooms.web;

import dev.overwinter.rooms.MemberId;
import dev.overwinter.rooms.RoomEvent;
import dev.overwinter.rooms.RoomId;
import dev.overwinter.rooms.RoomState;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/// A room that somebody in this process listens to. Whatever was heard of it is fetched once and by
/// one thread at a time, and told to all; a quiet room has no thread.
final class LiveRoom {
  private static final Logger LOG = LoggerFactory.getLogger(LiveRoom.class);
  private static final int AT_ONCE = 200;
  private static final int LONGEST_SECONDS = 15;

  private final RoomId id;
  private final RoomSources sources;
  private final Set<RoomEar> ears = ConcurrentHashMap.newKeySet();
  private final AtomicInteger waking = new AtomicInteger();
  private final AtomicBoolean presenceChanged = new AtomicBoolean();
  private final AtomicBoolean perhapsMissed = new AtomicBoolean();
  private final AtomicBoolean trying = new AtomicBoolean();
  private volatile boolean elsewhere;
  private volatile SortedSet<MemberId> online = Collections.emptySortedSet();
  private volatile @Nullable RoomState state;

  /// What has been told; -1 before the first look. Confined to whoever has taken the turn.
  private long told = -1;

  /// Whether it may look otherwise since its listeners looked. Confined likewise.
  private boolean looks;

  /// How often in a row nothing could be read. Confined likewise.
  private int failed;

  LiveRoom(RoomId id, RoomSources sources) {
    this.id = id;
    this.sources = sources;
  }

  RoomId id() {
    return id;
  }

  Set<RoomEar> ears() {
    return ears;
  }

  /// Whether members sit at other processes, as far as is known.
  boolean elsewhere() {
    return elsewhere;
  }

  SortedSet<MemberId> online() {
    return online;
  }

  void presenceChanged() {
    presenceChanged.set(true);
    wake();
  }

  /// Whatever was to be heard may have been missed, here and by each who listens.
  void lookAgain() {
    perhapsMissed.set(true);
    presenceChanged();
  }

  /// Something may have happened. Does not wait.
  void wake() {
    if (waking.getAndIncrement() == 0) {
      Thread.ofVirtual().name("room-", 0).start(this::turn);
    }
  }

  private void turn() {
    int seen;
    do {
      seen = waking.get();
      try {
        sources.turns().take(this::read);
        failed = 0;
      } catch (DataAccessException | TransactionException e) {
        LOG.debug("looking again when the database is back: {}", e.toString());
        failed = Math.min(failed + 1, LONGEST_SECONDS);
        tryAgain(Duration.ofSeconds(failed));
      } catch (RuntimeException | Error e) { // else nobody would be told of it ever again
        LOG.error("telling of a room failed", e);
      }
    } while (waking.addAndGet(-seen) > 0);
  }

  private void read() {
    if (presenceChanged.get()) {
      presence();
    }
    fetch();
  }

  private void tryAgain(Duration pause) {
    if (!ears.isEmpty() && !trying.getAndSet(true)) {
      Later.in(
          pause,
          () -> {
            trying.set(false);
            wake();
          });
    }
  }

  private void fetch() {
    if (perhapsMissed.get() || told < 0) {
      // What comes between the two is looked for once more, and not missed.
      perhapsMissed.set(false);
      try {
        told = sources.events().newest(id);
      } catch (RuntimeException e) {
        perhapsMissed.set(true);
        throw e;
      }
      tell(new RoomFrame.Behind());
      look();
      return;
    }
    while (true) {
      var events = sources.events().after(id, told, AT_ONCE);
      for (var event : events) {
        tell(new RoomFrame.Happened(event, sources.text(event)));
        told = event.seq();
        looks |= changesLooks(event);
      }
      if (events.size() < AT_ONCE) {
        break;
      }
    }
    look();
  }

  private void look() {
    if (looks) {
      looks = false;
      tell(new RoomFrame.Look(told));
    }
  }

  /// Whether the room looks otherwise to anybody after it.
  static boolean changesLooks(RoomJson.Event event) {
    return !event.is(RoomEvent.Type.SAID) && !event.is(RoomEvent.Type.REACTED);
  }

  private void presence() {
    presenceChanged.set(false);
    try {
      var there = sources.presence().of(id);
      elsewhere = there.elsewhere();
      if (!there.online().equals(online)) {
        online = there.online();
        tell(new RoomFrame.Present(online, sources.present(online)));
      }
    } catch (RuntimeException e) {
      presenceChanged.set(true);
      throw e;
    }
  }

  void tell(RoomFrame frame) {
    ears.forEach(ear -> ear.tell(frame));
  }

  /// The room if it was read already and is as new as that.
  Optional<RoomState> known(long seq) {
    return Optional.ofNullable(state).filter(read -> read.seq() >= seq);
  }

  /// The same, read in turn if it has to be.
  Optional<RoomState> stateInTurn(long seq) {
    return known(seq).or(() -> sources.turns().take(() -> state(seq)));
  }

  /// The room as it is, or was not long ago; empty when there is none. Read once for all who look
  /// at the same moment.
  ///
  /// @param seq what it must be as new as
  Optional<RoomState> state(long seq) {
    var known = known(seq);
    if (known.isPresent()) {
      return known;
    }
    synchronized (this) {
      var meanwhile = state;
      if (meanwhile != null && meanwhile.seq() >= seq) {
        return Optional.of(meanwhile);
      }
      var read = sources.reads().state(id);
      read.ifPresent(found -> state = found);
      return read;
    }
  }
}
