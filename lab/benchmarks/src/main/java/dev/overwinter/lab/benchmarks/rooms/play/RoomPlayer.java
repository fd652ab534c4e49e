package dev.overwinter.lab.benchmarks.rooms.play;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// A guest who is a member of a room. Every command has a key of its own and is repeated with it
/// until it is answered, whatever dies meanwhile; so what was accepted is there once.
public final class RoomPlayer implements AutoCloseable {
  private final RoomCaller caller;
  private final String room;
  private final String name;
  private final String id;
  private final RoomEar ear;

  private RoomPlayer(RoomCaller caller, String room, String name, String id, RoomEar ear) {
    this.caller = caller;
    this.room = room;
    this.name = name;
    this.id = id;
    this.ear = ear;
  }

  /// Comes as a guest and makes a room, whose host they are.
  ///
  /// @param wish what the room is to be, for example `game` and `settings`
  public static RoomPlayer opens(RoomCaller stranger, String name, ObjectNode wish) {
    var guest = arrive(stranger, name);
    var answer =
        accepted(guest.insist("POST", "/api/rooms", wish.put("as", name).toString(), key()));
    return of(guest, answer.body().path("room").path("id").asText(), name);
  }

  /// Comes as a guest by a room's link, as who scans its QR code.
  public static RoomPlayer joins(RoomCaller stranger, String room, String name) {
    var guest = arrive(stranger, name);
    accepted(
        guest.insist(
            "POST", "/api/rooms/" + room + "/join", object().put("name", name).toString(), key()));
    return of(guest, room, name);
  }

  /// Somebody who is a guest from now on.
  public static RoomCaller arrive(RoomCaller stranger, String name) {
    var answer =
        accepted(
            stranger.insist("POST", "/api/guests", object().put("name", name).toString(), key()));
    var token = answer.body().path("token").asText();
    return stranger.proven(Map.of("Authorization", "Bearer " + token));
  }

  private static RoomPlayer of(RoomCaller guest, String room, String name) {
    var id = accepted(guest.insist("GET", "/api/rooms/" + room, "", key())).body().path("you");
    return new RoomPlayer(guest, room, name, id.asText(), RoomEar.open(guest, room, 0, _ -> {}));
  }

  /// The same person in another tab, or at other api processes: another socket, the same proof.
  public RoomPlayer tab(URI... apis) {
    var there = apis.length == 0 ? caller : caller.at(apis);
    return new RoomPlayer(there, room, name, id, RoomEar.open(there, room, 0, _ -> {}));
  }

  /// As JSON, to be filled.
  public static ObjectNode object() {
    return Answer.JSON.createObjectNode();
  }

  /// A new key for a new command.
  public static String key() {
    return UUID.randomUUID().toString();
  }

  private static Answer accepted(Answer answer) {
    if (!answer.ok()) {
      throw new IllegalStateException(answer.toString());
    }
    return answer;
  }

  /// Who asks.
  public RoomCaller caller() {
    return caller;
  }

  /// The room's id.
  public String room() {
    return room;
  }

  /// What they are called.
  public String name() {
    return name;
  }

  /// Which member they are.
  public String id() {
    return id;
  }

  /// What they hear.
  public RoomEar ear() {
    return ear;
  }

  /// What they have heard.
  public RoomLog log() {
    return ear.log();
  }

  /// A path below the room.
  public String path(String more) {
    return "/api/rooms/" + room + more;
  }

  /// A command with a key of its own, until it is answered.
  public Answer order(String method, String more, ObjectNode body) {
    return order(method, more, body, key());
  }

  /// The same with a key that the caller knows.
  public Answer order(String method, String more, ObjectNode body, String key) {
    return caller.insist(
        method,
        path(more),
        method.equals("GET") || method.equals("DELETE") ? "" : body.toString(),
        key);
  }

  /// The room as they see it now.
  public JsonNode view() {
    return accepted(order("GET", "", object())).body().path("view");
  }

  /// Their card of the round under way, or another's.
  public Optional<JsonNode> card(String member) {
    var cards = view().path("round").path("table").path("cards");
    return StreamSupport.stream(cards.spliterator(), false)
        .filter(card -> card.path("player").asText().equals(member))
        .findFirst();
  }

  /// Begins a round.
  ///
  /// @param topic empty for one by chance
  public Answer start(String topic) {
    var wish = object();
    if (!topic.isEmpty()) {
      wish.put("topic", topic);
    }
    return order("POST", "/rounds", wish);
  }

  /// Ends it.
  public Answer finish() {
    return order("DELETE", "/rounds/current", object());
  }

  /// One move.
  public Answer move(String kind, String target, String value) {
    var moves = object();
    moves.putArray("moves").addObject().put("kind", kind).put("target", target).put("value", value);
    return order("POST", "/moves", moves);
  }

  /// Says something.
  public Answer say(String text) {
    return order("POST", "/messages", object().put("body", text));
  }

  /// Puts an emoji below a message, or takes it back.
  public Answer react(String message, String emoji, boolean add) {
    var below = URLEncoder.encode(emoji, StandardCharsets.UTF_8).replace("+", "%20");
    return order(
        add ? "PUT" : "DELETE", "/messages/" + message + "/reactions?emoji=" + below, object());
  }

  /// What somebody is from the next round on.
  public Answer next(String member, String role) {
    return order("PATCH", "/members/" + member, object().put("next", role));
  }

  /// The latest messages, as this one sees them.
  public List<JsonNode> messages() {
    return StreamSupport.stream(
            accepted(order("GET", "/messages", object())).body().path("messages").spliterator(),
            false)
        .toList();
  }

  /// Every event of the room as the api has it, a page after the other, as everybody heard it.
  public List<RoomEvent> truth() {
    var all = new ArrayList<RoomEvent>();
    while (true) {
      long after = all.isEmpty() ? 0 : all.getLast().seq();
      var page = accepted(order("GET", "/events?after=" + after, object())).body().path("events");
      if (page.isEmpty()) {
        return all;
      }
      page.forEach(frame -> all.add(RoomEvent.of(frame, 0)));
    }
  }

  /// What of the truth this one has not heard exactly once and in order; empty when they know the
  /// room.
  ///
  /// @param truth as the api has it
  public List<String> differences(List<RoomEvent> truth, Duration patience) {
    var last = truth.getLast().seq();
    if (!log().reaches(last, patience)) {
      return List.of("%s knows %d of %d".formatted(name, log().seq(), last));
    }
    var found = new ArrayList<>(log().faults());
    var prints = truth.stream().collect(Collectors.toMap(RoomEvent::seq, RoomEvent::print));
    log().events().stream()
        .filter(event -> !event.print().equals(prints.get(event.seq())))
        .forEach(event -> found.add("%s heard another %s".formatted(name, event)));
    if (log().snapshots() == 0 && log().events().size() != truth.size()) {
      found.add("%s heard %s of %s".formatted(name, log().events(), truth));
    }
    return found;
  }

  /// Asks once and does not insist: for what is to be refused.
  public Answer ask(String method, String more, String body) throws IOException {
    return caller.send(method, path(more), body);
  }

  @Override
  public void close() {
    ear.close();
  }
}
