package dev.overwinter.servers.web;

import dev.overwinter.api.Notice;
import dev.overwinter.api.Problem;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.api.auth.AuditInterceptor;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Objects;
import org.springframework.http.HttpStatus;
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
      return to("/servers/" + id);
    } catch (Problem e) {
      return refused(e, request, response);
    }
  }

  @PostMapping("/servers/kept/{server}/remove")
  ModelAndView remove(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String server,
      HttpServletRequest request,
      HttpServletResponse response) {
    var kept = mine(actor, server);
    try {
      desk.dropKept(server, actor.name() + " via dashboard");
      Notice.good("The world of " + kept.name() + " is being removed.").leave(request, response);
      return to("/servers");
    } catch (Problem e) {
      return refused(e, request, response);
    }
  }

  private static ModelAndView refused(
      Problem problem, HttpServletRequest request, HttpServletResponse response) {
    Notice.bad(Objects.requireNonNullElse(problem.getBody().getDetail(), "It did not work."))
        .leave(request, response);
    AuditInterceptor.result(request, problem.getStatusCode().value());
    return to("/servers");
  }

  private static ModelAndView to(String path) {
    var page = new ModelAndView("redirect:" + path);
    page.setStatus(HttpStatus.SEE_OTHER);
    return page;
  }

  private KeptWorlds.Kept mine(Actor actor, String server) {
    return worlds.find(actor, server).orElseThrow(Problem::serverNotFound);
  }
}
