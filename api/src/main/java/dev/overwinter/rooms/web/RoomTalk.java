package dev.overwinter.rooms.web;

import dev.overwinter.api.Problem;
import dev.overwinter.rooms.GameMove;
import dev.overwinter.rooms.MemberId;
import dev.overwinter.rooms.Role;
import dev.overwinter.rooms.RoomCommand;
import dev.overwinter.rooms.RoomId;
import dev.overwinter.rooms.RoomRefusal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Commands that come over sockets in our own form. Kinds that are not here are refused: nobody
/// says anything in another's name, and nothing unknown is told on.
@Component
class RoomTalk {
  private static final String KINDS =
      "addBot, close, configure, cursor, finish, handOver, kick, leave, mute, ping, play, react,"
          + " say, start, takeHost, typing, wish";

  private final RoomDesk desk;
  private final RoomHub hub;
  private final RoomSources sources;
  private final RoomRates rates;

  RoomTalk(RoomDesk desk, RoomHub hub, RoomSources sources, RoomRates rates) {
    this.desk = desk;
    this.hub = hub;
    this.sources = sources;
    this.rates = rates;
  }

  /// Who speaks.
  ///
  /// @param address where from
  record Speaker(RoomCaller who, String address) {}

  RoomSources sources() {
    return sources;
  }

  /// Does it.
  ///
  /// @return what became of a command; empty for what is told and not kept
  /// @throws Problem when it is refused
  Optional<RoomJson.Done> obey(LiveRoom live, MemberId member, Speaker speaker, JsonNode said) {
    var kind = text(said, "kind");
    return switch (kind) {
      case "ping" -> Optional.empty();
      case "typing" -> {
        pass(live, member, kind, Map.of());
        yield Optional.empty();
      }
      case "cursor" -> {
        pass(live, member, kind, Map.of("x", percent(said, "x"), "y", percent(said, "y")));
        yield Optional.empty();
      }
      case "say" -> Optional.of(say(live.id(), speaker, key(said), text(said, "body")));
      default -> Optional.of(ordered(live.id(), kind, member, speaker, said));
    };
  }

  private RoomJson.Done ordered(
      RoomId room, String kind, MemberId member, Speaker speaker, JsonNode said) {
    var ask =
        new RoomDesk.Ask(
            speaker.who(), room, key(said), speaker.address(), command(kind, member, said));
    return RoomJson.Done.of(RoomRefusals.done(desk.order(ask)));
  }

  RoomJson.Done say(RoomId room, Speaker speaker, Optional<String> key, String body) {
    return RoomJson.Done.of(
        RoomRefusals.done(desk.say(speaker.who(), room, key, speaker.address(), body)));
  }

  /// Tells something that is not kept, unless it comes too often: then nobody misses it.
  void pass(LiveRoom live, MemberId member, String kind, Map<String, String> data) {
    if (rates.take(RoomRates.Budget.PASSING, live.id().text() + " " + member.text()).isEmpty()) {
      hub.pass(live, kind, member, new TreeMap<>(data));
    }
  }

  private RoomCommand command(String kind, MemberId self, JsonNode said) {
    return switch (kind) {
      case "leave" -> new RoomCommand.Leave();
      case "start" -> new RoomCommand.Start(optional(said, "topic"), null);
      case "finish" -> new RoomCommand.Finish();
      case "play" -> new RoomCommand.Play(moves(said.path("moves")));
      case "react" ->
          new RoomCommand.React(
              text(said, "message"), text(said, "emoji"), said.path("add").asBoolean(true));
      case "wish" -> new RoomCommand.Wish(member(optional(said, "who"), self), role(said));
      case "kick" -> new RoomCommand.Kick(member(text(said, "who"), self));
      case "mute" ->
          new RoomCommand.Mute(member(text(said, "who"), self), instant(optional(said, "until")));
      case "handOver" -> new RoomCommand.HandOver(member(text(said, "who"), self));
      case "takeHost" -> new RoomCommand.TakeHost(member(text(said, "from"), self));
      case "configure" -> configure(said);
      case "addBot" -> new RoomCommand.AddBot();
      case "close" -> new RoomCommand.Close();
      default -> throw wrong("kind", "one that is known: " + KINDS);
    };
  }

  private RoomCommand configure(JsonNode said) {
    var settings = said.path("settings");
    if (settings.isMissingNode() || settings.isNull()) {
      return new RoomCommand.Configure(optional(said, "name"), optional(said, "game"), null);
    }
    try {
      var wanted = sources.json().treeToValue(settings, RoomJson.SettingsChange.class);
      return new RoomCommand.Configure(
          optional(said, "name"), optional(said, "game"), wanted.changes());
    } catch (JacksonException | IllegalArgumentException _) {
      throw wrong("settings", "as PATCH /api/rooms/{room} takes them");
    }
  }

  private static @Nullable Instant instant(@Nullable String typed) {
    try {
      return typed == null ? null : Instant.parse(typed);
    } catch (DateTimeParseException _) {
      throw wrong("until", "a time such as 2026-01-31T12:00:00Z, or null");
    }
  }

  private static List<GameMove> moves(JsonNode said) {
    if (!said.isArray() || said.isEmpty() || said.size() > 100) {
      throw wrong("moves", "1 to 100 of {kind, target, value}");
    }
    var moves = new ArrayList<GameMove>();
    for (var one : said) {
      var parts =
          Stream.of("kind", "target", "value")
              .map(name -> Optional.ofNullable(optional(one, name)).orElse(""))
              .toList();
      if (parts.getFirst().isEmpty() || parts.stream().anyMatch(part -> part.length() > 64)) {
        throw wrong("moves", "texts of at most 64 characters, and a kind");
      }
      moves.add(new GameMove(parts.get(0), parts.get(1), parts.get(2)));
    }
    return moves;
  }

  private static MemberId member(@Nullable String typed, MemberId self) {
    return typed == null
        ? self
        : MemberId.parse(typed)
            .orElseThrow(
                () -> RoomRefusals.problem(RoomRefusal.NO_SUCH_MEMBER, "There is no such member"));
  }

  private static Role role(JsonNode said) {
    var typed = text(said, "next");
    return Stream.of(Role.values())
        .filter(role -> role.name().equalsIgnoreCase(typed))
        .findFirst()
        .orElseThrow(() -> wrong("next", "watcher, player or master"));
  }

  private static String percent(JsonNode said, String name) {
    var number = said.path(name);
    if (!number.isNumber() || !(number.doubleValue() >= -1000 && number.doubleValue() <= 1000)) {
      throw wrong(name, "a percentage");
    }
    return String.format(Locale.ROOT, "%.3f", number.doubleValue());
  }

  /// What makes a repetition the same command: the id that its sender gave it, when it is a text.
  private static Optional<String> key(JsonNode said) {
    var id = said.path("id");
    return (id.isString() ? Optional.of(id.stringValue()) : Optional.<String>empty())
        .map(key -> {
          if (!key.matches(RoomCommands.KEY)) {
            throw wrong("id", RoomCommands.KEY_WORDS);
          }
          return key;
        });
  }

  private static String text(JsonNode said, String name) {
    var found = optional(said, name);
    if (found == null) {
      throw wrong(name, "a text");
    }
    return found;
  }

  private static @Nullable String optional(JsonNode said, String name) {
    var found = said.path(name);
    if (found.isMissingNode() || found.isNull()) {
      return null;
    }
    if (!found.isString()) {
      throw wrong(name, "a text");
    }
    return found.stringValue();
  }

  private static Problem wrong(String field, String expected) {
    return RoomRefusals.problem(RoomRefusal.BAD_VALUE, field + ": " + expected);
  }
}
