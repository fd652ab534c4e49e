package dev.overwinter.servers.workflow;

import dev.overwinter.nodes.Wish;
import dev.overwinter.servers.Decision;
import dev.overwinter.servers.OrderOutcome;
import dev.overwinter.servers.Refusal;
import dev.overwinter.servers.Reservation;
import dev.overwinter.servers.TransferRequest;
import dev.overwinter.servers.TransferRules;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import java.util.Objects;
import org.slf4j.Logger;

/// Answers orders to move a server between nodes: nobody's game is stopped for a place that is not
/// there.
final class TransferOrders {
  private static final Logger log = Workflow.getLogger(TransferOrders.class);

  private final Server server;
  private final ServerRecordActivities records =
      Workflow.newLocalActivityStub(ServerRecordActivities.class, Retries.recordsAtOnce());

  TransferOrders(Server server) {
    this.server = server;
  }

  OrderOutcome transfer(TransferRequest asked) {
    var request =
        asked.wish().equals(Wish.ANYWHERE)
            ? asked.wishing(ServerWorlds.wish(server.spec(), null))
            : asked;
    if (server.kept().requests().contains(request.request())) {
      return accepted();
    }
    if (decide(request, "") instanceof Decision.No no) {
      return refused(no);
    }
    return switch (room(request)) {
      case Reservation.Refused none -> new OrderOutcome.Refused(Refusal.NO_ROOM, none.reason());
      // Asked once more: whatever it was, it may be doing something else by now.
      case Reservation.Granted there ->
          switch (decide(request, there.allocation().node())) {
            case Decision.No no -> refused(no);
            case Decision.Go go -> {
              server.book().kept(server.kept().heard(request.request()));
              server.apply(go.move(), request.by());
              yield accepted();
            }
          };
    };
  }

  private Decision decide(TransferRequest request, String to) {
    return TransferRules.transfer(
        server.state(), server.situation(), server.node(), request, to, Server.now());
  }

  private Reservation room(TransferRequest request) {
    var place = Objects.requireNonNull(server.place(), "place");
    try {
      return records.roomElsewhere(server.spec(), place, request.wish());
    } catch (ActivityFailure silent) {
      log.warn("nobody knows which node has room", silent);
      return new Reservation.Refused("it cannot be told now which node has room: ask again");
    }
  }

  private OrderOutcome accepted() {
    return new OrderOutcome.Accepted(server.state().label());
  }

  private static OrderOutcome refused(Decision.No no) {
    return new OrderOutcome.Refused(no.refusal(), no.reason());
  }
}
