package dev.overwinter.servers.web;

import dev.overwinter.api.Problem;
import dev.overwinter.api.access.Permission;
import dev.overwinter.api.auth.Actor;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/// Moves between two nodes that both answer, for people.
@Controller
@Hidden
class TransferActions {
  private final ServerReads reads;
  private final ServerDesk desk;
  private final TransfersController transfers;

  TransferActions(ServerReads reads, ServerDesk desk, TransfersController transfers) {
    this.reads = reads;
    this.desk = desk;
    this.transfers = transfers;
  }

  @PostMapping("/servers/{id}/transfer")
  ModelAndView transfer(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @RequestParam(defaultValue = "") String node,
      @RequestParam(defaultValue = "false") boolean force,
      HttpServletRequest request,
      HttpServletResponse response) {
    return ActionsController.order(
        mine(actor, id),
        "",
        server -> {
          var body = new ServerRequests.Transfer(node, null, force, null);
          desk.transfer(server, transfers.request(body, actor.name() + " via dashboard"));
          return server.spec().name() + " is being moved to another node.";
        },
        request,
        response);
  }

  @PostMapping("/servers/{id}/transfer/cancel")
  ModelAndView cancel(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      HttpServletRequest request,
      HttpServletResponse response) {
    return ActionsController.order(
        mine(actor, id),
        "",
        server -> {
          desk.cancelTransfer(server, actor.name() + " via dashboard");
          return server.spec().name() + " stays where it was.";
        },
        request,
        response);
  }

  private ServerRow mine(Actor actor, String id) {
    return reads.find(actor, id, Permission.DELETE).orElseThrow(Problem::serverNotFound);
  }
}
