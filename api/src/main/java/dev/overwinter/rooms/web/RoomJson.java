package dev.overwinter.rooms.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.overwinter.rooms.ChangedSettings;
import dev.overwinter.rooms.GameMove;
import dev.overwinter.rooms.MemberId;
import dev.overwinter.rooms.PastRound;
import dev.overwinter.rooms.Role;
import dev.overwinter.rooms.RoomAnswer;
import dev.overwinter.rooms.RoomEvent;
import dev.overwinter.rooms.RoomView;
import dev.overwinter.rooms.Rule;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The forms of our own API of rooms.
final class RoomJson {
  private RoomJson() {}

  /// A room.
  ///
  /// @param over why it is over; null while it is open
  /// @param playing whether a round is under way
  /// @param members how many there are
  /// @param you the member that asks; null for who is none
  /// @param view what that member sees; null for who is none
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Room(
      String id,
      String name,
      String game,
      @Nullable String over,
      boolean playing,
      int members,
      @Nullable String you,
      @Nullable RoomView view) {

    static Room of(RoomReads.Door door, @Nullable RoomView view) {
      var you = view == null ? null : view.you();
      return new Room(
          door.id().text(),
          door.name(),
          door.game(),
          door.over(),
          door.roundEndsAt() != null,
          door.members(),
          you == null ? null : you.text(),
          you == null ? null : view);
    }
  }

  /// What has been done, and is kept.
  ///
  /// @param seq of its last event; of the room's last when it changed nothing
  /// @param changed whether it changed anything
  /// @param made the id of what was made: a round's, a bot's, a member's, a message's
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Done(long seq, boolean changed, @Nullable String made) {
    static Done of(RoomAnswer.Done done) {
      return new Done(done.seq(), done.changed(), done.made());
    }
  }

  /// Somebody is in a room.
  ///
  /// @param member who they are there
  /// @param token what proves to be them from now on, for who had nothing; shown once
  /// @param room as they see it
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Entered(String member, @Nullable String token, Room room) {}

  /// What a room is told about itself; null leaves what it is.
  ///
  /// @param starts who starts and ends rounds
  /// @param roles who says what somebody is from the next round on
  /// @param joinAs what a newcomer is from the next round on
  /// @param watchersPeek whether who looks on may look below cards
  /// @param fewest players below which no round begins
  /// @param roundSeconds a round ends by itself after so long
  /// @param turnSeconds a turn of a game that has turns
  /// @param retireSeconds the room is retired when nobody did anything for so long
  /// @param locked whether nobody else may join without an invitation
  record SettingsChange(
      @Nullable Rule starts,
      @Nullable Rule roles,
      @JsonProperty("join_as") @Nullable Role joinAs,
      @JsonProperty("watchers_peek") @Nullable Boolean watchersPeek,
      @Min(1) @Max(100) @Nullable Integer fewest,
      @JsonProperty("round_seconds") @Min(10) @Max(86_400) @Nullable Integer roundSeconds,
      @JsonProperty("turn_seconds") @Min(5) @Max(3_600) @Nullable Integer turnSeconds,
      @JsonProperty("retire_seconds") @Min(60) @Max(34_560_000) @Nullable Integer retireSeconds,
      @Nullable Boolean locked) {

    ChangedSettings changes() {
      return new ChangedSettings(
          starts,
          roles,
          joinAs,
          watchersPeek,
          fewest,
          lasts(roundSeconds),
          lasts(turnSeconds),
          lasts(retireSeconds),
          locked);
    }

    private static @Nullable Duration lasts(@Nullable Integer seconds) {
      return seconds == null ? null : Duration.ofSeconds(seconds);
    }
  }

  /// A room to be made.
  ///
  /// @param name for people
  /// @param game the name of its rule set; null for `top10`
  /// @param as what its host is called there; null for the name that they have
  /// @param settings null for the usual ones
  record NewRoom(
      @NotNull @Size(min = 1, max = 200) String name,
      @Size(min = 1, max = 40) @Nullable String game,
      @Size(min = 1, max = 200) @Nullable String as,
      @jakarta.validation.Valid @Nullable SettingsChange settings) {}

  /// Changes; null leaves what it is.
  record RoomChange(
      @Size(min = 1, max = 200) @Nullable String name,
      @Size(min = 1, max = 40) @Nullable String game,
      @jakarta.validation.Valid @Nullable SettingsChange settings) {}

  /// Somebody who joins.
  ///
  /// @param name what they are called there; null for the name that they have
  /// @param invite an invitation's code, which a locked room asks for
  record Joining(
      @Size(min = 1, max = 200) @Nullable String name,
      @Size(min = 1, max = 200) @Nullable String invite) {}

  /// A round to begin.
  ///
  /// @param topic what it is about; null for one by chance
  record Starting(@Size(min = 1, max = 1_000) @Nullable String topic) {}

  /// A move.
  ///
  /// @param kind for example `flip`, `peek`, `score`, `throw`
  /// @param target what it is about, for example a card; null when that is plain
  /// @param value null for none
  record Move(
      @NotNull @Size(min = 1, max = 64) String kind,
      @Size(max = 64) @Nullable String target,
      @Size(max = 64) @Nullable String value) {
    GameMove move() {
      return new GameMove(kind, target == null ? "" : target, value == null ? "" : value);
    }

    /// Never tells the value.
    @Override
    public String toString() {
      return "Move[" + kind + " " + target + "]";
    }
  }

  /// All of these or none.
  record Moves(
      @NotNull @Size(min = 1, max = 100) List<@NotNull @jakarta.validation.Valid Move> moves) {
    Moves {
      moves = List.copyOf(moves);
    }
  }

  /// Something to be said.
  record Saying(@NotNull @Size(min = 1, max = 8_000) String body) {}

  /// What becomes of a member; null leaves what it is, and at least one is not null.
  ///
  /// @param next from the next round on
  /// @param mutedUntil says nothing before; in the past to let them speak again
  /// @param host true to make them the host
  record MemberChange(
      @Nullable Role next,
      @JsonProperty("muted_until") @Nullable Instant mutedUntil,
      @Nullable Boolean host) {}

  /// Who is the host, and whether they are here.
  ///
  /// @param member null while nobody is
  /// @param waitSeconds how long they are still waited for, 0 when another may follow; null while
  ///   they are here
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Host(
      @Nullable String member, @JsonProperty("wait_seconds") @Nullable Integer waitSeconds) {
    static Host of(String member, Optional<Duration> waiting) {
      return new Host(
          member,
          waiting.map(rest -> Math.toIntExact(rest.plusMillis(999).toSeconds())).orElse(null));
    }
  }

  /// Somebody follows a host who has gone.
  ///
  /// @param from the host who was found gone
  record Taking(@NotNull @Size(min = 1, max = 64) String from) {}

  /// Something that has happened, as every member may know it.
  ///
  /// @param type for example `joined`, `round_started`, `played`, `said`
  /// @param by whose doing; null for a clock's or an operator's
  /// @param message what was said; null of everything else
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Event(
      long seq,
      String type,
      Instant at,
      @Nullable String by,
      Map<String, String> data,
      RoomMessages.@Nullable Message message) {
    Event {
      data = Map.copyOf(data);
    }

    boolean is(RoomEvent.Type other) {
      return type.equals(other.name().toLowerCase(Locale.ROOT));
    }

    /// Whether that member is none any more after it.
    boolean ends(MemberId member) {
      return is(RoomEvent.Type.LEFT) && member.text().equals(data.get("member"));
    }
  }

  /// A page of events.
  ///
  /// @param seq of the room's last one
  /// @param missed whether some that were asked for are not kept any more: read the room anew
  record Events(long seq, boolean missed, List<Event> events) {
    Events {
      events = List.copyOf(events);
    }
  }

  /// A page of what was said, the newest last.
  record Messages(List<RoomMessages.Message> messages) {
    Messages {
      messages = List.copyOf(messages);
    }
  }

  /// Rounds that have ended, newest first, and points of all rounds by member.
  record History(int rounds, List<PastRound> past, Map<String, Integer> totals) {
    History {
      past = List.copyOf(past);
      totals = Map.copyOf(totals);
    }
  }
}
