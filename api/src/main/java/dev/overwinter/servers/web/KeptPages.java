package dev.overwinter.servers.web;

import dev.overwinter.api.Notice;
import dev.overwinter.api.Problem;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.api.auth.AuditInterceptor;
import dev.overwinter.api.auth.FormOrder;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;

/// The buttons beside worlds of deleted servers.
@Controller
@Hidden
class KeptPages {
  private final KeptWorlds worlds;
  private final ServerCreation creation;
  private final ServerDesk desk;

  KeptPages(KeptWorlds worlds, ServerCreation creation, ServerDesk desk) {
    this.worlds = worlds;
    this.creation = creation;
    this.desk = desk;
  }

  @PostMapping("/servers/kept/{server}/recover")
  ModelAndView recover(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String server,
      HttpServletRequest request,
      HttpServletResponse response) {
    var kept = mine(actor, server);
    try {
      var id = creation.recover(actor, kept, "", actor.name() + " via dashboard");
      AuditInterceptor.target(request, id);
      Notice.good(kept.name() + " is back, as a new server.").leave(request, response);
      return FormOrder.to("/servers/" + id);
    } catch (Problem e) {
      Notice.bad(FormOrder.detail(e)).leave(request, response);
      AuditInterceptor.result(request, e.getStatusCode().value());
      return FormOrder.to("/servers");
    }
  }

  @PostMapping("/servers/kept/{server}/remove")
  ModelAndView remove(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String server,
      HttpServletRequest request,
      HttpServletResponse response) {
    var kept = mine(actor, server);
    return FormOrder.carryOut(
        "/servers",
        () -> {
          desk.dropKept(server, actor.name() + " via dashboard");
          return "The world of " + kept.name() + " is being removed.";
        },
        request,
        response);
  }

  private KeptWorlds.Kept mine(Actor actor, String server) {
    return worlds.find(actor, server).orElseThrow(Problem::serverNotFound);
  }
}
