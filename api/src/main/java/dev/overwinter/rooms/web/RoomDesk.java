package dev.overwinter.rooms.web;

import dev.overwinter.api.Problem;
import dev.overwinter.api.auth.Rates;
import dev.overwinter.rooms.Member;
import dev.overwinter.rooms.MemberId;
import dev.overwinter.rooms.RoomAnswer;
import dev.overwinter.rooms.RoomCommand;
import dev.overwinter.rooms.RoomId;
import dev.overwinter.rooms.RoomOrder;
import dev.overwinter.rooms.RoomRefusal;
import dev.overwinter.rooms.RoomRules;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Where every command to a room passes, whatever form it came in: it is held to rates, is given
/// the member that its asker is, and is refused at once when there is no such room, when the room
/// is over, or when only members may: nobody begins workflows, or wakes one, for nothing.
@Component
class RoomDesk {
  /// Longest thing that may be said, in code points.
  static final int LONGEST_SAYING = 2_000;

  /// Who is in so many open rooms makes no more.
  static final int MOST_OPEN = 50;

  private final RoomOrders orders;
  private final RoomReads reads;
  private final RoomMessages messages;
  private final RoomRates rates;
  private final RoomHosts hosts;

  RoomDesk(
      RoomOrders orders, RoomReads reads, RoomMessages messages, RoomRates rates, RoomHosts hosts) {
    this.orders = orders;
    this.reads = reads;
    this.messages = messages;
    this.rates = rates;
    this.hosts = hosts;
  }

  /// A command on its way.
  ///
  /// @param who asks
  /// @param key a client's own, by which a repetition is the same command
  /// @param address where they ask from
  record Ask(
      RoomCaller who, RoomId room, Optional<String> key, String address, RoomCommand command) {

    private String request() {
      return Hashes.request(command.getClass().getSimpleName(), room.text(), who.holder(), key);
    }
  }

  /// Has it done.
  ///
  /// @throws Problem 429 when it comes too often, 503 when nobody answers
  RoomAnswer order(Ask ask) {
    take(RoomRates.Budget.ADDRESS, Rates.caller(ask.address()));
    take(RoomRates.Budget.MEMBER, ask.room().text() + " " + ask.who().holder());
    var place = reads.place(ask.room(), ask.who().holder());
    var refused = refused(ask, place);
    if (refused.isPresent()) {
      // A repetition of what has closed the room, or by who has left it since, is answered as the
      // first was.
      return ask.key()
          .<RoomAnswer>flatMap(_ -> reads.answer(ask.room(), ask.request()))
          .orElse(refused.get());
    }
    place.ifPresent(there -> hold(ask, there));
    var member = place.map(RoomReads.Place::member);
    return orders.order(
        new RoomOrder(
            ask.request(),
            ask.room(),
            by(ask, member),
            ask.who().holder(),
            ask.command(),
            place.map(RoomReads.Place::seq).orElse(0L)));
  }

  /// What is refused whatever the room's workflow has still to do.
  private Optional<RoomAnswer> refused(Ask ask, Optional<RoomReads.Place> place) {
    if (ask.command() instanceof RoomCommand.Open open) {
      return place.isEmpty() && open.creatorName() != null && hasEnough(ask)
          ? refused(RoomRefusal.FULL, "You are in " + MOST_OPEN + " open rooms: leave one first")
          : Optional.empty();
    }
    if (place.isEmpty()) {
      return refused(RoomRefusal.NO_ROOM, "There is no such room");
    }
    var there = place.get();
    if (there.over() != null) {
      return refused(RoomRefusal.OVER, "The room is over (" + there.over() + ")");
    }
    boolean mayBe =
        there.member() != null
            || (ask.who().admin() && !(ask.command() instanceof RoomCommand.Say))
            || ask.command() instanceof RoomCommand.Join
            || (ask.command() instanceof RoomCommand.Start && there.host() == null);
    if (!mayBe) {
      return refused(RoomRefusal.NOT_A_MEMBER, "Only members may: join first");
    }
    return ask.command() instanceof RoomCommand.TakeHost take
        ? follows(ask.room(), there, take.from())
        : Optional.empty();
  }

  /// Only an order whose host was the host, and was found gone, comes to the room: who guesses who
  /// will be the next one would else put them down before anybody had looked whether they are here.
  private Optional<RoomAnswer> follows(RoomId room, RoomReads.Place there, MemberId from) {
    if (from.equals(there.member())) {
      return Optional.empty(); // it is theirs already, or was; the room says which
    }
    return from.text().equals(there.host())
        ? stillHere(room, from)
        : refused(RoomRefusal.HOST_CHANGED, "Another is the host by now");
  }

  /// Rooms do not know who is there; who takes a host's place is told here.
  private Optional<RoomAnswer> stillHere(RoomId room, MemberId host) {
    var waiting = hosts.waiting(room, host);
    if (waiting.isEmpty()) {
      return refused(RoomRefusal.HOST_IS_HERE, "The host is here");
    }
    return waiting.get().isPositive()
        ? refused(
            RoomRefusal.HOST_IS_HERE,
            "The host was here a moment ago: wait %d s"
                .formatted(waiting.get().plusMillis(999).toSeconds()))
        : Optional.empty();
  }

  private static Optional<RoomAnswer> refused(RoomRefusal refusal, String reason) {
    return Optional.of(new RoomAnswer.Refused(refusal, reason));
  }

  private boolean hasEnough(Ask ask) {
    return reads.of(ask.who().holder(), MOST_OPEN).size() >= MOST_OPEN;
  }

  /// Who asks, in that room. An operator who is no member there may do everything that is not a
  /// member's own.
  private static @Nullable MemberId by(Ask ask, Optional<MemberId> member) {
    boolean own =
        ask.command() instanceof RoomCommand.Open || ask.command() instanceof RoomCommand.Join;
    return member.isEmpty() && ask.who().admin() && (!own || ask.who().name() == null)
        ? null
        : member.orElse(ask.who().member());
  }

  /// As an operator, whoever they are in that room. What must be held is held by who calls.
  RoomAnswer operate(RoomId room, String who, Optional<String> key, RoomCommand command) {
    return operate(room, who, key, null, command);
  }

  /// In place of a member, where whoever knows a room's id may do so.
  RoomAnswer operate(RoomId room, String who, Member member, RoomCommand command) {
    return operate(room, who, Optional.empty(), member, command);
  }

  private RoomAnswer operate(
      RoomId room, String who, Optional<String> key, @Nullable Member member, RoomCommand command) {
    var door = reads.door(room);
    var over = door.map(RoomReads.Door::over);
    if (over.isPresent() && !beginsAnew(room, over.get(), command)) {
      return new RoomAnswer.Refused(RoomRefusal.OVER, "The room is over (" + over.get() + ")");
    }
    return orders.order(
        new RoomOrder(
            Hashes.request("operate " + command.getClass().getSimpleName(), room.text(), who, key),
            room,
            member == null ? null : member.id(),
            member == null ? null : member.holder(),
            command,
            door.map(RoomReads.Door::seq).orElse(0L)));
  }

  /// A room that is nobody's was only left alone for long.
  private boolean beginsAnew(RoomId room, String over, RoomCommand command) {
    return command instanceof RoomCommand.Start
        && over.equals(RoomRules.RETIRED)
        && reads.common(room);
  }

  /// What members share is not taken by others, and what ends an attack is not kept back by it.
  private void hold(Ask ask, RoomReads.Place there) {
    var member = there.member();
    if (member == null) {
      if (!ask.who().admin()) {
        take(RoomRates.Budget.JOINING, ask.room().text());
      }
    } else if (!(ask.command() instanceof RoomCommand.Leave)
        && !(member.text().equals(there.host()) && moderates(ask.command()))) {
      take(RoomRates.Budget.ROOM, ask.room().text());
    }
  }

  private static boolean moderates(RoomCommand command) {
    return switch (command) {
      case RoomCommand.Kick _,
          RoomCommand.Mute _,
          RoomCommand.HandOver _,
          RoomCommand.Configure _,
          RoomCommand.Finish _,
          RoomCommand.Close _ ->
          true;
      default -> false;
    };
  }

  /// One budget after the other: what is refused has taken nothing of the next.
  private void take(RoomRates.Budget budget, String who) {
    rates
        .take(budget, who)
        .ifPresent(pause -> {
          throw RoomRefusals.tooOften(pause);
        });
  }

  /// Has something said: its text is written first, then its room gives it a place.
  ///
  /// @return the message's id as `made`
  RoomAnswer say(RoomCaller who, RoomId room, Optional<String> key, String address, String body) {
    var text = body.strip();
    int length = text.codePointCount(0, text.length());
    if (length == 0 || length > LONGEST_SAYING || text.indexOf('\0') >= 0) {
      return new RoomAnswer.Refused(
          RoomRefusal.BAD_VALUE, "body: 1 to " + LONGEST_SAYING + " characters");
    }
    take(RoomRates.Budget.SAYING, room.text() + " " + who.holder());
    var place = reads.place(room, who.holder());
    var id = Hashes.request("message", room.text(), who.holder(), key).substring(0, 16);
    place
        .filter(there -> there.over() == null)
        .map(RoomReads.Place::member)
        .ifPresent(member -> messages.draft(room, id, member.text(), text));
    var answer = order(new Ask(who, room, key, address, new RoomCommand.Say(id)));
    if (answer instanceof RoomAnswer.Refused) {
      messages.drop(room, id);
      return answer;
    }
    return answer instanceof RoomAnswer.Done done
        ? new RoomAnswer.Done(done.seq(), done.changed(), id)
        : answer;
  }

  private boolean isThere(RoomId room) {
    return reads.door(room).isPresent();
  }

  /// Which member somebody is.
  ///
  /// @throws Problem 404 for no room, 403 for who is no member
  MemberId member(RoomId room, RoomCaller who) {
    return reads
        .member(room, who.holder())
        .orElseThrow(() -> isThere(room) ? RoomRefusals.notAMember() : RoomRefusals.noRoom());
  }

  /// The room that a path names.
  ///
  /// @throws Problem 404 for what can be none
  static RoomId room(String typed) {
    return RoomId.parse(typed).orElseThrow(RoomRefusals::noRoom);
  }
}
