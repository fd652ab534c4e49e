package dev.overwinter.servers.web;

import dev.overwinter.api.Notice;
import dev.overwinter.api.Problem;
import dev.overwinter.api.access.Permission;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.api.auth.AuditInterceptor;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/// The console's input line on a server's page: with a script the page stays, without one it is
/// loaded again.
@Controller
@Hidden
class ConsolePages {
  private final ServerReads reads;
  private final ConsoleDesk console;

  ConsolePages(ServerReads reads, ConsoleDesk console) {
    this.reads = reads;
    this.console = console;
  }

  @PostMapping("/servers/{id}/command")
  ModelAndView command(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @RequestParam(defaultValue = "") String line,
      @RequestHeader(name = "HX-Request", defaultValue = "") String part,
      Model model,
      HttpServletRequest request,
      HttpServletResponse response) {
    var server = reads.find(actor, id, Permission.CONSOLE).orElseThrow(Problem::serverNotFound);
    var wrong = "";
    try {
      console.say(actor, server, line, null);
    } catch (Problem e) {
      wrong = String.valueOf(e.getBody().getDetail());
      AuditInterceptor.result(request, e.getStatusCode().value());
    }
    if (!part.isEmpty()) {
      model.addAttribute("wrong", wrong);
      return new ModelAndView("servers/detail :: said", model.asMap());
    }
    (wrong.isEmpty() ? Notice.good("It was said.") : Notice.bad(wrong)).leave(request, response);
    var page = new ModelAndView("redirect:/servers/" + id + "#console");
    page.setStatus(HttpStatus.SEE_OTHER);
    return page;
  }
}
