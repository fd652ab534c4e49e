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
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Where every command to a room passes, whatever form it came in: it is held to rates, is given
/// the member that its asker is, and is refused at once when there is no such room, so that no
/// stranger begins workflows.
@Component
class RoomDesk {
  /// Longest thing that may be said, in code points.
  static final int LONGEST_SAYING = 2_000;

  private final RoomOrders orders;
  private final RoomReads reads;
  private final RoomMessages messages;
  private final RoomRates rates;

  RoomDesk(RoomOrders orders, RoomReads reads, RoomMessages messages, RoomRates rates) {
    this.orders = orders;
    this.reads = reads;
    this.messages = messages;
    this.rates = rates;
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
    hold(ask);
    var member = reads.member(ask.room(), ask.who().holder());
    var door = reads.door(ask.room());
    if (member.isEmpty() && !(ask.command() instanceof RoomCommand.Open) && door.isEmpty()) {
      return new RoomAnswer.Refused(RoomRefusal.NO_ROOM, "There is no such room");
    }
    return orders.order(
        new RoomOrder(
            ask.request(),
            ask.room(),
            by(ask, member),
            ask.who().holder(),
            ask.command(),
            door.map(RoomReads.Door::seq).orElse(0L)));
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

  /// As an operator, whoever they are in that room.
  RoomAnswer operate(RoomId room, String who, Optional<String> key, RoomCommand command) {
    return orders.order(
        new RoomOrder(
            Hashes.request("operate " + command.getClass().getSimpleName(), room.text(), who, key),
            room,
            null,
            null,
            command));
  }

  /// In place of a member, where whoever knows a room's id may do so.
  RoomAnswer operate(RoomId room, String who, Member member, RoomCommand command) {
    return orders.order(
        new RoomOrder(
            Hashes.request(
                "operate " + command.getClass().getSimpleName(),
                room.text(),
                who,
                Optional.empty()),
            room,
            member.id(),
            member.holder(),
            command));
  }

  private void hold(Ask ask) {
    var caller = Rates.caller(ask.address());
    for (var pause :
        List.of(
            rates.take(RoomRates.Budget.ADDRESS, caller),
            rates.take(RoomRates.Budget.MEMBER, ask.room().text() + " " + ask.who().holder()),
            rates.take(RoomRates.Budget.ROOM, ask.room().text()))) {
      if (pause.isPresent()) {
        throw RoomRefusals.tooOften(pause.get());
      }
    }
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
    rates
        .take(RoomRates.Budget.SAYING, room.text() + " " + who.holder())
        .ifPresent(pause -> {
          throw RoomRefusals.tooOften(pause);
        });
    var member = reads.member(room, who.holder());
    if (member.isEmpty()) {
      return isThere(room)
          ? new RoomAnswer.Refused(RoomRefusal.NOT_A_MEMBER, "Only members may: join first")
          : new RoomAnswer.Refused(RoomRefusal.NO_ROOM, "There is no such room");
    }
    var id = Hashes.request("message", room.text(), who.holder(), key).substring(0, 16);
    messages.draft(room, id, member.get().text(), text);
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
