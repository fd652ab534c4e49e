package dev.overwinter.servers.web;

import dev.overwinter.api.Notice;
import dev.overwinter.api.Problem;
import dev.overwinter.api.access.Permission;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.api.auth.AuditInterceptor;
import dev.overwinter.api.auth.FormOrder;
import dev.overwinter.servers.RestoreRequest;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/// What the dashboard's buttons about a restored world do.
@Controller
@Hidden
class RestoreActions {
  private final ServerReads reads;
  private final ServerDesk desk;

  RestoreActions(ServerReads reads, ServerDesk desk) {
    this.reads = reads;
    this.desk = desk;
  }

  @PostMapping("/servers/{id}/restore")
  ModelAndView restore(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @RequestParam String backup,
      @RequestParam(defaultValue = "") String confirmed,
      @RequestParam(defaultValue = "false") boolean force,
      HttpServletRequest request,
      HttpServletResponse response) {
    var server = mine(actor, id);
    if (!"yes".equals(confirmed)) {
      Notice.bad("Nothing was restored: tick the box to confirm.").leave(request, response);
      AuditInterceptor.result(request, HttpStatus.UNPROCESSABLE_CONTENT.value());
      return FormOrder.to("/servers/" + id);
    }
    return ActionsController.order(
        server,
        "",
        one -> {
          desk.restore(one, new RestoreRequest(backup, actor.name() + " via dashboard", force));
          return "The backup is checked and laid down beside the world of "
              + one.spec().name()
              + ".";
        },
        request,
        response);
  }

  @PostMapping("/servers/{id}/restore-undo")
  ModelAndView undo(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      HttpServletRequest request,
      HttpServletResponse response) {
    return ActionsController.order(
        mine(actor, id),
        "",
        server -> {
          desk.undoRestore(server, actor.name() + " via dashboard");
          return server.spec().name() + " has its world from before the restore again.";
        },
        request,
        response);
  }

  @PostMapping("/servers/{id}/restore-keep")
  ModelAndView keep(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      HttpServletRequest request,
      HttpServletResponse response) {
    return ActionsController.order(
        mine(actor, id),
        "",
        server -> {
          desk.dropFormer(server, actor.name() + " via dashboard");
          return "The world from before the restore is being removed.";
        },
        request,
        response);
  }

  private ServerRow mine(Actor actor, String id) {
    return reads.find(actor, id, Permission.DELETE).orElseThrow(Problem::serverNotFound);
  }
}
