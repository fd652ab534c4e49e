package dev.overwinter.rooms.web;

import dev.overwinter.api.auth.Rates;
import dev.overwinter.rooms.Member;
import dev.overwinter.rooms.MemberId;
import dev.overwinter.rooms.RoomAnswer;
import dev.overwinter.rooms.RoomCommand;
import dev.overwinter.rooms.RoomId;
import dev.overwinter.rooms.RoomRefusal;
import dev.overwinter.rooms.RoomSettings;
import dev.overwinter.rooms.RoomState;
import dev.overwinter.rooms.RoomViews;
import dev.overwinter.rooms.Viewer;
import dev.overwinter.rooms.game.Top10Table;
import dev.overwinter.rooms.game.Top10View;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// The oldest form: a round is dealt to names, and whoever comes and says one of them sits there.
/// In rooms that it has made whoever knows the id may deal, as its README has it; in any other it
/// may do what who asks may do there.
@Component
class ReadmeForm {
  private static final int MOST = 10;

  private final RoomDesk desk;
  private final RoomReads reads;
  private final RoomShows shows;
  private final RoomCallers callers;
  private final RoomEntrance entrance;
  private final RoomPresence presence;
  private final RoomRates rates;
  private final JdbcClient sql;
  private final JsonMapper json;

  ReadmeForm(
      RoomDesk desk,
      RoomReads reads,
      RoomShows shows,
      RoomCallers callers,
      RoomEntrance entrance,
      RoomPresence presence,
      RoomRates rates,
      JdbcClient sql,
      JsonMapper json) {
    this.desk = desk;
    this.reads = reads;
    this.shows = shows;
    this.callers = callers;
    this.entrance = entrance;
    this.presence = presence;
    this.rates = rates;
    this.sql = sql;
    this.json = json;
  }

  List<OlderRoute> routes() {
    return List.of(
        new OlderRoute("POST", "/api/v1/r/{room}/round", this::deal),
        new OlderRoute("GET", "/api/v1/r/{room}", this::look),
        new OlderRoute("DELETE", "/api/v1/r/{room}", this::clear),
        new OlderRoute("DELETE", "/v1/{room}", this::clear), // as the README prints it
        new OlderRoute("GET", "/api/v1/{room}/users", this::users),
        new OlderRoute("POST", "/api/v1/{room}/users/{user}", this::sit),
        new OlderRoute("DELETE", "/api/v1/{room}/users/{user}", this::leave));
  }

  private OlderAnswer deal(OlderAsk ask) {
    var room = ask.room().orElseThrow(() -> OlderAsk.wrong("room: letters, digits, _ and -"));
    var names = ask.all("user");
    if (names.isEmpty()) {
      throw OlderAsk.wrong("too few users: min 1");
    }
    if (names.size() > MOST) {
      throw OlderAsk.wrong("too many users: max " + MOST);
    }
    rates
        .take(RoomRates.Budget.MAKING, Rates.caller(ask.address()))
        .ifPresent(pause -> {
          throw RoomRefusals.tooOften(pause);
        });
    var door = reads.door(room);
    if (door.isEmpty()) {
      // Before the room is there: who dies between would leave one in which nobody may deal.
      sql.sql("INSERT INTO room_readme VALUES (?) ON CONFLICT DO NOTHING")
          .param(room.text())
          .update();
      var opened =
          desk.operate(
              room,
              "readme",
              Optional.of("open"),
              new RoomCommand.Open(room.text(), "top10", RoomSettings.readme(), null));
      check(opened);
    }
    var start = new RoomCommand.Start(null, names);
    check(
        !isOpen(room)
            ? desk.order(
                new RoomDesk.Ask(
                    callers.require(ask.request()), room, ask.key(), ask.address(), start))
            : desk.operate(room, Rates.caller(ask.address()), ask.key(), start));
    var state = shows.now(room).orElseThrow(RoomRefusals::noRoom);
    return OlderAnswer.ok(shape(ask, state));
  }

  /// Whether this form has made it.
  private boolean isOpen(RoomId room) {
    return reads.common(room);
  }

  private static void check(RoomAnswer answer) {
    if (answer instanceof RoomAnswer.Refused refused) {
      int status =
          switch (refused.refusal()) {
            case TOO_FEW_PLAYERS, TOO_MANY_PLAYERS, BAD_VALUE, NAME_TAKEN, FULL -> 400;
            default -> RoomRefusals.status(refused.refusal()).value();
          };
      throw new OlderAnswer.Thrown(OlderAnswer.no(status, refused.reason()));
    }
  }

  private OlderAnswer look(OlderAsk ask) {
    var state = ask.room().flatMap(shows::now).filter(room -> room.over() == null);
    var there = state.filter(room -> room.round() != null || !room.members().isEmpty());
    var shape = new LinkedHashMap<String, @Nullable Object>();
    shape.put("room", there.isPresent() ? shape(ask, there.get()).get("room") : null);
    return OlderAnswer.ok(shape);
  }

  /// Both shapes that there have been. Every name is a key of the cards, whose value is null while
  /// who asks may not see it.
  private Map<String, @Nullable Object> shape(OlderAsk ask, RoomState room) {
    var member = member(ask, room.id());
    var cards = json.writeValueAsString(cards(room, member));
    var online = presence.of(room.id()).online();
    var inner = new LinkedHashMap<String, @Nullable Object>();
    inner.put("room_id", room.id().text());
    inner.put("cards", cards);
    if (member != null || isOpen(room.id())) {
      room.members()
          .values()
          .forEach(one ->
              inner.put("user::" + one.name(), online.contains(one.id()) ? "online" : "offline"));
    }
    var round = room.round();
    var dealt = new LinkedHashMap<String, @Nullable Object>();
    dealt.put("id", round == null ? room.rounds() : round.number());
    dealt.put("cards", cards);
    inner.put("round", round == null ? null : dealt);
    var shape = new LinkedHashMap<String, @Nullable Object>();
    shape.put("room_id", room.id().text());
    shape.put("round", round == null ? null : dealt);
    shape.put("room", inner);
    return shape;
  }

  private Map<String, @Nullable String> cards(RoomState room, @Nullable MemberId member) {
    var cards = new LinkedHashMap<String, @Nullable String>();
    var round = room.round();
    if (round == null || (member == null && !isOpen(room.id()))) {
      return cards;
    }
    if (round.table() instanceof Top10Table table) {
      // Only whose cards there are; what is on them comes from the view below.
      table.cards().forEach(card -> cards.put(name(room, card.player()), null));
    }
    var seen = RoomViews.of(room, Viewer.of(room, member)).round();
    if (seen != null && seen.table() instanceof Top10View table) {
      table
          .cards()
          .forEach(card ->
              cards.put(
                  name(room, card.player()),
                  card.value() == null ? null : String.valueOf(card.value())));
    }
    return cards;
  }

  private static String name(RoomState room, MemberId id) {
    var member = room.members().get(id);
    return member == null ? room.names().getOrDefault(id, id.text()) : member.name();
  }

  private @Nullable MemberId member(OlderAsk ask, RoomId room) {
    return callers
        .find(ask.request())
        .flatMap(who -> reads.member(room, who.holder()))
        .orElse(null);
  }

  /// Ends what is under way and has everybody leave, so that the room is as if it were not there,
  /// until somebody deals or comes again. Safe to repeat.
  private OlderAnswer clear(OlderAsk ask) {
    var state = ask.room().flatMap(shows::now).filter(room -> room.over() == null);
    if (state.isEmpty()) {
      return OlderAnswer.none();
    }
    var room = state.get();
    if (!isOpen(room.id())) {
      var who = callers.require(ask.request());
      check(
          desk.order(
              new RoomDesk.Ask(who, room.id(), ask.key(), ask.address(), new RoomCommand.Close())));
      return OlderAnswer.none();
    }
    rates // an order for each of them and for the round
        .take(RoomRates.Budget.CLEARING, Rates.caller(ask.address()), 1 + room.members().size())
        .ifPresent(pause -> {
          throw RoomRefusals.tooOften(pause);
        });
    var who = Rates.caller(ask.address());
    if (room.round() != null) {
      tolerate(desk.operate(room.id(), who, Optional.empty(), new RoomCommand.Finish()));
    }
    room.members().values().forEach(member -> tolerate(goes(room.id(), who, member)));
    return OlderAnswer.none();
  }

  /// Nobody is put out, who would not be let in again.
  private RoomAnswer goes(RoomId room, String who, Member member) {
    return member.holder() == null
        ? desk.operate(room, who, Optional.empty(), new RoomCommand.Kick(member.id()))
        : desk.operate(room, who, member, new RoomCommand.Leave());
  }

  /// Somebody else was faster.
  private static void tolerate(RoomAnswer answer) {
    if (answer instanceof RoomAnswer.Refused refused
        && refused.refusal() != RoomRefusal.NO_ROUND
        && refused.refusal() != RoomRefusal.NO_SUCH_MEMBER
        && refused.refusal() != RoomRefusal.NOT_A_MEMBER) {
      check(answer);
    }
  }

  private OlderAnswer users(OlderAsk ask) {
    var state = ask.room().flatMap(shows::now).filter(room -> room.over() == null);
    var shape = new TreeMap<String, Object>();
    boolean known =
        state.isPresent() && (isOpen(state.get().id()) || member(ask, state.get().id()) != null);
    var online =
        known
            ? presence.of(state.get().id()).online()
            : java.util.Collections.<MemberId>emptySortedSet();
    var members = known ? state.get().members().values() : List.<Member>of();
    shape.put("users", members.stream().map(Member::name).toList());
    shape.put(
        "online_users",
        members.stream().filter(one -> online.contains(one.id())).map(Member::name).toList());
    return OlderAnswer.ok(shape);
  }

  /// Who says a name sits there: as a guest of that name, when they were nobody.
  private OlderAnswer sit(OlderAsk ask) {
    var room =
        ask.room().filter(id -> reads.door(id).isPresent()).orElseThrow(RoomRefusals::noRoom);
    var name = ask.part("user");
    var entry = entrance.enter(ask.request(), Optional.of(name));
    check(
        desk.order(
            new RoomDesk.Ask(
                entry.caller(), room, ask.key(), ask.address(), new RoomCommand.Join(name))));
    if (entry.arrived() != null) {
      RoomCallers.remember(ask.request(), ask.response(), entry.arrived());
    }
    return OlderAnswer.bare(200);
  }

  /// Nobody makes another leave. Safe to repeat.
  private OlderAnswer leave(OlderAsk ask) {
    var who = callers.require(ask.request());
    var room = ask.room();
    var member = room.flatMap(id -> reads.member(id, who.holder()));
    if (room.isEmpty() || member.isEmpty()) {
      return OlderAnswer.none();
    }
    var named = reads.state(room.get()).map(state -> name(state, member.get())).orElse("");
    if (!named.equals(ask.part("user")) && !member.get().text().equals(ask.part("user"))) {
      throw new OlderAnswer.Thrown(OlderAnswer.no(403, "that is somebody else"));
    }
    check(
        desk.order(
            new RoomDesk.Ask(who, room.get(), ask.key(), ask.address(), new RoomCommand.Leave())));
    return OlderAnswer.none();
  }
}
