package dev.overwinter.rooms.web;

import dev.overwinter.api.Problem;
import dev.overwinter.api.live.LiveSocket;
import dev.overwinter.rooms.MemberId;
import dev.overwinter.rooms.RoomId;
import jakarta.websocket.CloseReason;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.TransactionException;

/// A member's socket at a room, whichever form it speaks. Commands are carried out one after the
/// other by a thread of their own, so that what happens is told meanwhile.
abstract class RoomSocket extends LiveSocket implements RoomEar {
  private static final Logger LOG = LoggerFactory.getLogger(RoomSocket.class);
  private static final Duration AGAIN = Duration.ofSeconds(1);
  private static final int MOST_TEXT = 16 * 1024;
  private static final int MOST_WAITING = 512;
  private static final int MOST_COMMANDS = 32;

  /// Characters of all that waits.
  private static final int MOST_SAID = 2 * MOST_TEXT;

  private final RoomHub hub;
  private final RoomId room;
  private final MemberId member;
  private final RoomCaller who;
  private final BlockingQueue<String> waiting = new ArrayBlockingQueue<>(MOST_COMMANDS);

  private final AtomicInteger said = new AtomicInteger();

  /// Busy from the start: what is said before the first message is carried out after it.
  private final AtomicInteger working = new AtomicInteger(1);

  /// Whether what could not be told is about to be tried again.
  private final AtomicBoolean trying = new AtomicBoolean();

  private volatile @Nullable LiveRoom live;

  RoomSocket(RoomHub hub, RoomId room, MemberId member, RoomCaller who) {
    super(MOST_TEXT, MOST_WAITING);
    this.hub = hub;
    this.room = room;
    this.member = member;
    this.who = who;
  }

  /// First of all; what is told comes after it.
  abstract void hello(LiveRoom joined) throws IOException;

  /// Tells something; on the writer's thread. What it could not read it tells by the next
  /// [RoomFrame.Behind].
  abstract void told(RoomFrame frame) throws IOException;

  /// Carries out what was said; on a thread that may wait.
  abstract void obey(LiveRoom joined, String text);

  /// Refuses what was said.
  abstract void refuse(String text, Problem why);

  @Override
  public final MemberId member() {
    return member;
  }

  @Override
  public final RoomCaller who() {
    return who;
  }

  @Override
  public final void tell(RoomFrame frame) {
    add(() -> act(frame));
  }

  private void act(RoomFrame frame) throws IOException {
    try {
      told(frame);
    } catch (Problem gone) {
      close(CloseReason.CloseCodes.VIOLATED_POLICY, "not a member any more");
    } catch (DataAccessException | TransactionException e) {
      LOG.debug("telling it when the database is back: {}", e.toString());
      if (!trying.getAndSet(true)) {
        Later.in(AGAIN, this::again);
      }
    }
  }

  private void again() {
    trying.set(false);
    if (!isOver()) {
      tell(new RoomFrame.Behind());
    }
  }

  @Override
  public final void end(boolean policy, String why) {
    close(policy ? CloseReason.CloseCodes.VIOLATED_POLICY : CloseReason.CloseCodes.GOING_AWAY, why);
  }

  @Override
  protected final void begin() throws IOException {
    var joined = hub.join(room, this);
    live = joined;
    try {
      hello(joined);
    } catch (Problem gone) {
      close(CloseReason.CloseCodes.VIOLATED_POLICY, "not a member");
    } catch (DataAccessException | TransactionException _) {
      close(CloseReason.CloseCodes.TRY_AGAIN_LATER, "the database does not answer");
    }
    joined.wake(); // what has happened since it was read
    Thread.ofVirtual().name("room-commands-", 0).start(this::work);
  }

  @Override
  protected final void ended() {
    var joined = live;
    if (joined != null) {
      hub.leave(joined, this);
    }
  }

  @Override
  protected final void heard(String text) {
    if (said.addAndGet(text.length()) > MOST_SAID || !waiting.offer(text)) {
      said.addAndGet(-text.length());
      refuse(text, RoomRefusals.tooOften(Duration.ofSeconds(1)));
    } else if (working.getAndIncrement() == 0) {
      Thread.ofVirtual().name("room-commands-", 0).start(this::work);
    }
  }

  private void work() {
    int seen;
    do {
      seen = working.get();
      for (var text = waiting.poll(); text != null && !isOver(); text = waiting.poll()) {
        said.addAndGet(-text.length());
        obeyed(text);
      }
    } while (working.addAndGet(-seen) > 0);
  }

  private void obeyed(String text) {
    var joined = live;
    try {
      if (joined != null) {
        obey(joined, text);
      }
    } catch (Problem refused) {
      refuse(text, refused);
    } catch (DataAccessException | TransactionException e) {
      refuse(
          text,
          Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "The database does not answer. Try again."));
    } catch (RuntimeException e) {
      LOG.error("a command failed: {}", e.getClass().getName());
      refuse(
          text, Problem.of(HttpStatus.INTERNAL_SERVER_ERROR, "Something went wrong on our side."));
    }
  }
}
