package dev.overwinter.servers.web;

import dev.overwinter.api.Notice;
import dev.overwinter.api.Problem;
import dev.overwinter.api.access.FriendLinks;
import dev.overwinter.api.access.Invitations;
import dev.overwinter.api.access.Members;
import dev.overwinter.api.access.Permission;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.api.auth.AuditInterceptor;
import dev.overwinter.api.auth.FormOrder;
import dev.overwinter.api.auth.KnownProviders;
import dev.overwinter.api.auth.Registrations;
import dev.overwinter.api.auth.SessionCookie;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/// Sharing a server, for people: its members, invitations and friends' link, and the page that an
/// invitation leads to.
@Controller
@Hidden
class SharingPages {
  private final Sharing sharing;
  private final ServerReads reads;
  private final Members members;
  private final Invitations invitations;
  private final FriendLinks friends;
  private final Registrations registrations;
  private final KnownProviders providers;

  SharingPages(
      Sharing sharing,
      ServerReads reads,
      Members members,
      Invitations invitations,
      FriendLinks friends,
      Registrations registrations,
      KnownProviders providers) {
    this.sharing = sharing;
    this.reads = reads;
    this.members = members;
    this.invitations = invitations;
    this.friends = friends;
    this.registrations = registrations;
    this.providers = providers;
  }

  @GetMapping("/servers/{id}/members")
  ModelAndView page(@AuthenticationPrincipal Actor actor, @PathVariable String id) {
    var server = sharing.server(actor, id);
    return new ModelAndView("servers/members")
        .addObject("id", id)
        .addObject("name", server.spec().name())
        .addObject("owner", server.spec().owner())
        .addObject("members", members.of(id))
        .addObject("invitations", invitations.of(id))
        .addObject("friends", friends.of(id).orElse(null))
        .addObject(
            "permissions",
            Permission.shareable().stream()
                .filter(permission -> permission != Permission.VIEW)
                .filter(reads.rights(actor, server)::contains)
                .toList());
  }

  @PostMapping("/servers/{id}/members/{account}")
  ModelAndView change(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @PathVariable String account,
      @RequestParam(required = false) @Nullable List<String> permissions,
      HttpServletRequest request,
      HttpServletResponse response) {
    return order(
        id,
        () -> sharing.change(actor, id, account, Sharing.permissions(permissions)),
        "Saved.",
        request,
        response);
  }

  @PostMapping("/servers/{id}/members/{account}/remove")
  ModelAndView remove(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @PathVariable String account,
      HttpServletRequest request,
      HttpServletResponse response) {
    return order(
        id,
        () -> sharing.remove(actor, id, account),
        "They are no member any more.",
        request,
        response);
  }

  @PostMapping("/servers/{id}/invitations")
  ModelAndView invite(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @RequestParam(required = false) @Nullable List<String> permissions,
      @RequestParam(defaultValue = "1") int uses,
      @RequestParam(name = "expires_in_days", defaultValue = "7") int days) {
    var token = sharing.invite(actor, id, Sharing.permissions(permissions), uses, days);
    return link(id, SharingController.url("/invite/" + token), "An invitation");
  }

  @PostMapping("/servers/{id}/invitations/{invitation}/revoke")
  ModelAndView revoke(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @PathVariable String invitation,
      HttpServletRequest request,
      HttpServletResponse response) {
    return order(
        id,
        () -> sharing.revoke(actor, id, invitation),
        "That link leads nowhere any more.",
        request,
        response);
  }

  @PostMapping("/servers/{id}/friend-link")
  ModelAndView befriend(@AuthenticationPrincipal Actor actor, @PathVariable String id) {
    sharing.startable(actor, id);
    var token = friends.renew(id, actor.name());
    return link(id, SharingController.url("/start/" + token), "A link for friends");
  }

  @PostMapping("/servers/{id}/friend-link/revoke")
  ModelAndView unfriend(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      HttpServletRequest request,
      HttpServletResponse response) {
    sharing.startable(actor, id);
    return order(
        id, () -> friends.revoke(id), "That link leads nowhere any more.", request, response);
  }

  @GetMapping("/invite/{token}")
  ModelAndView invited(@AuthenticationPrincipal @Nullable Actor actor, @PathVariable String token) {
    return invited(actor, token, "", HttpStatus.OK);
  }

  @PostMapping("/invite/{token}")
  ModelAndView accept(
      @AuthenticationPrincipal @Nullable Actor actor,
      @PathVariable String token,
      HttpServletRequest request,
      HttpServletResponse response) {
    if (invitations.find(token).isEmpty()) {
      throw closed();
    }
    if (actor == null || actor.isLocal()) {
      return to("/invite/" + token);
    }
    var server = invitations.accept(token, actor.accountId());
    if (server.isEmpty()) {
      throw closed();
    }
    return joined(server.get(), request, response);
  }

  private static ModelAndView joined(
      String server, HttpServletRequest request, HttpServletResponse response) {
    AuditInterceptor.target(request, server);
    Notice.good("You are a member now.").leave(request, response);
    return to("/servers/" + server);
  }

  @PostMapping("/invite/{token}/register")
  ModelAndView register(
      @PathVariable String token,
      @RequestParam(defaultValue = "") String username,
      @RequestParam(defaultValue = "") String password,
      HttpServletRequest request,
      HttpServletResponse response) {
    if (invitations.find(token).isEmpty()) {
      throw closed();
    }
    return switch (registrations.register(
        username, password, account -> invitations.accept(token, account), request)) {
      case Registrations.Closed() -> throw closed();
      case Registrations.Refused(var why) ->
          invited(null, token, why, HttpStatus.UNPROCESSABLE_CONTENT);
      case Registrations.In(var session, var server) -> {
        SessionCookie.write(request, response, session);
        yield joined(server, request, response);
      }
    };
  }

  private ModelAndView invited(
      @Nullable Actor actor, String token, String problem, HttpStatus status) {
    var invitation = invitations.find(token).orElseThrow(SharingPages::closed);
    var server = reads.find(invitation.serverId()).orElseThrow(SharingPages::closed);
    var page = new ModelAndView("servers/invited");
    page.setStatus(status);
    return page.addObject("token", token)
        .addObject("name", server.spec().name())
        .addObject("game", server.spec().template().name())
        .addObject("by", invitation.madeBy())
        .addObject("may", words(invitation))
        .addObject("known", actor != null && !actor.isLocal())
        .addObject("providers", providers.all())
        .addObject("problem", problem);
  }

  private static String words(Invitations.Invitation invitation) {
    var all = invitation.permissions().stream().sorted().map(Permission::words).toList();
    return all.size() == 1
        ? all.getFirst()
        : String.join(", ", all.subList(0, all.size() - 1)) + " and " + all.getLast();
  }

  private static ModelAndView link(String id, String url, String heading) {
    // Not "title": the layout calls its own piece of the page so.
    return new ModelAndView("servers/link")
        .addObject("id", id)
        .addObject("url", url)
        .addObject("heading", heading);
  }

  private static ModelAndView order(
      String id,
      Runnable what,
      String done,
      HttpServletRequest request,
      HttpServletResponse response) {
    return FormOrder.carryOut(
        "/servers/" + id + "/members",
        FormOrder::isNotFound,
        () -> {
          what.run();
          return done;
        },
        request,
        response);
  }

  private static Problem closed() {
    return Problem.of(HttpStatus.NOT_FOUND, "This invitation is not open any more");
  }

  private static ModelAndView to(String path) {
    var page = new ModelAndView("redirect:" + path);
    page.setStatus(HttpStatus.SEE_OTHER);
    return page;
  }
}
