package dev.overwinter.servers.web;

import dev.overwinter.api.Notice;
import dev.overwinter.api.Problem;
import dev.overwinter.api.access.FriendLinks;
import dev.overwinter.api.auth.AuditInterceptor;
import dev.overwinter.api.docs.Refuses;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.ModelAndView;

/// The door of friends: with a server's link they start it, without an account.
@Controller
@Tag(name = "Sharing")
class FriendController {
  private static final String BY = "a friend with the link";

  private final FriendLinks links;
  private final ServerReads reads;
  private final ServerDesk desk;
  private final String host;

  FriendController(
      FriendLinks links, ServerReads reads, ServerDesk desk, dev.overwinter.api.ApiConfig config) {
    this.links = links;
    this.reads = reads;
    this.desk = desk;
    this.host = config.publicHost();
  }

  @GetMapping("/start/{token}")
  @Hidden
  ModelAndView page(@PathVariable String token) {
    return new ModelAndView("servers/start")
        .addObject("server", ServerCard.of(server(token), host, Instant.now()))
        .addObject("token", token);
  }

  @PostMapping("/start/{token}")
  @Hidden
  ModelAndView start(
      @PathVariable String token, HttpServletRequest request, HttpServletResponse response) {
    var server = server(token);
    try {
      wake(server, request);
      Notice.good("It is coming. This page says when you can join.").leave(request, response);
    } catch (Problem e) {
      AuditInterceptor.result(request, e.getStatusCode().value());
      Notice.bad(String.valueOf(e.getBody().getDetail())).leave(request, response);
    }
    var page = new ModelAndView("redirect:/start/" + token);
    page.setStatus(HttpStatus.SEE_OTHER);
    return page;
  }

  @PostMapping("/api/start/{token}")
  @ResponseBody
  @Operation(
      summary = "Start a server with its friends' link",
      description = "For bots: needs nothing but the link. Starts that server, nothing else.")
  @Refuses(HttpStatus.CONFLICT)
  ServerDesk.Done startByProgram(@PathVariable String token, HttpServletRequest request) {
    return wake(server(token), request);
  }

  private ServerDesk.Done wake(ServerRow server, HttpServletRequest request) {
    AuditInterceptor.actor(request, "friend");
    AuditInterceptor.target(request, server.id());
    var done = desk.wake(server, BY);
    links.used(server.id());
    return done;
  }

  private ServerRow server(String token) {
    return links.server(token).flatMap(reads::find).orElseThrow(Problem::serverNotFound);
  }
}
