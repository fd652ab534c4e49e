package dev.overwinter.lab.benchmarks.rooms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overwinter.lab.benchmarks.rooms.play.Answer;
import dev.overwinter.lab.benchmarks.rooms.play.RoomPlayer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;

/// Somebody who plays by a script: talks, reacts, looks below their card, turns it over, guesses,
/// changes their role, begins rounds; and now and then loses their network. Confined to its thread.
final class Guest {
  // A thousand of them give some 25 commands a second, which two cores can carry.
  private static final int LEAST_PAUSE_MILLIS = 20_000;
  private static final int MOST_PAUSE_MILLIS = 60_000;
  private static final List<String> EMOJIS = List.of("👍", "🎉", "😀", "🤔", "❤️", "🔥", "🙈");
  private static final List<String> ROLES = List.of("PLAYER", "PLAYER", "MASTER", "WATCHER");

  /// A command that was accepted and changed something.
  ///
  /// @param type of the event that it is
  record Done(String room, String by, String type, long seq) {}

  /// What all of them saw.
  static final class Seen {
    final Queue<Done> done = new ConcurrentLinkedQueue<>();
    final Map<String, AtomicInteger> refusals = new ConcurrentHashMap<>();
    final Queue<String> unanswered = new ConcurrentLinkedQueue<>();
    final AtomicInteger breaks = new AtomicInteger();
  }

  private final RoomPlayer who;
  private final Queue<String> messages;
  private final Seen seen;
  private final Random luck;

  /// @param messages that were said in the room, by whomever
  Guest(RoomPlayer who, Queue<String> messages, Seen seen, long seed) {
    this.who = who;
    this.messages = messages;
    this.seen = seen;
    this.luck = new Random(seed);
  }

  /// Plays until a moment.
  Void play(Instant until) throws InterruptedException {
    while (Instant.now().isBefore(until)) {
      TimeUnit.MILLISECONDS.sleep(luck.nextInt(LEAST_PAUSE_MILLIS, MOST_PAUSE_MILLIS));
      try {
        step();
      } catch (IllegalStateException nobody) {
        seen.unanswered.add(String.valueOf(nobody.getMessage()));
      }
    }
    return null;
  }

  private void step() {
    var dice = luck.nextInt(100);
    if (dice < 35) {
      say();
    } else if (dice < 50) {
      react();
    } else if (dice < 85) {
      table();
    } else if (dice < 90) {
      note("next_role", who.next(who.id(), ROLES.get(luck.nextInt(ROLES.size()))));
    } else if (dice < 97) {
      note("round_started", who.start(""));
    } else {
      seen.breaks.incrementAndGet();
      who.ear().breakOff();
    }
  }

  private void say() {
    var answer = who.say("said once: " + UUID.randomUUID());
    note("said", answer);
    var message = answer.body().path("made").asText("");
    if (!message.isEmpty()) {
      messages.add(message);
    }
  }

  private void react() {
    var message = messages.poll();
    if (message != null) {
      messages.add(message);
      var emoji = EMOJIS.get(luck.nextInt(EMOJIS.size()));
      note("reacted", who.react(message, emoji, luck.nextInt(3) > 0));
    }
  }

  /// Something with one's own card, or as a master with another's.
  private void table() {
    var view = who.view();
    var cards = view.path("round").path("table").path("cards");
    var mine =
        StreamSupport.stream(cards.spliterator(), false)
            .filter(card -> card.path("player").asText().equals(who.id()))
            .findFirst();
    if (mine.isPresent()) {
      var card = mine.get();
      var up = !card.path("faceDown").booleanValue();
      var looks = card.path("peeked").path(who.id()).booleanValue();
      note(
          "played",
          luck.nextBoolean()
              ? who.move("flip", id(card), up ? "true" : "false")
              : who.move("peek", id(card), looks ? "false" : "true"));
    } else if (!cards.isEmpty()) {
      var card = cards.path(luck.nextInt(cards.size()));
      note("played", who.move("score", id(card), Integer.toString(1 + luck.nextInt(10))));
    }
  }

  private static String id(JsonNode card) {
    return card.path("id").asText();
  }

  private void note(String type, Answer answer) {
    if (answer.ok()) {
      var body = answer.body();
      if (body.path("changed").booleanValue()) {
        seen.done.add(new Done(who.room(), who.id(), type, body.path("seq").longValue()));
      }
    } else {
      var why = answer.status() + " " + answer.body().path("code").asText();
      seen.refusals.computeIfAbsent(why, _ -> new AtomicInteger()).incrementAndGet();
    }
  }

  /// What such a room is told about itself: everybody does what they like, and rounds are short.
  static ObjectNode wish() {
    var wish = RoomPlayer.object().put("game", "top10");
    wish.putObject("settings")
        .put("starts", "ANYONE")
        .put("roles", "SELF")
        .put("join_as", "PLAYER")
        .put("round_seconds", 25);
    return wish;
  }
}
