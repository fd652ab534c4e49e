package dev.overwinter.servers.web;

import dev.overwinter.api.Notice;
import dev.overwinter.api.Problem;
import dev.overwinter.api.access.Permission;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.api.auth.AuditInterceptor;
import dev.overwinter.api.auth.FormOrder;
import dev.overwinter.catalogue.web.Catalogue;
import dev.overwinter.servers.BackupRequest;
import dev.overwinter.servers.ForgetRequest;
import dev.overwinter.servers.LockRequest;
import dev.overwinter.servers.RestartRequest;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Validator;
import java.util.LinkedHashMap;
import java.util.function.Function;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/// What the buttons of the dashboard do: plain form posts that redirect to a page which says how it
/// went, so that everything works without a script.
@Controller
@Hidden
class ActionsController {
  private final ServerReads reads;
  private final ServerCreation creation;
  private final ServerDesk desk;
  private final WebhookTokens webhookTokens;
  private final PagesController pages;
  private final Validator validator;
  private final Catalogue catalogue;
  private final BackupsController backups;

  ActionsController(
      ServerReads reads,
      ServerCreation creation,
      ServerDesk desk,
      WebhookTokens webhookTokens,
      PagesController pages,
      Validator validator,
      Catalogue catalogue,
      BackupsController backups) {
    this.reads = reads;
    this.creation = creation;
    this.desk = desk;
    this.webhookTokens = webhookTokens;
    this.pages = pages;
    this.validator = validator;
    this.catalogue = catalogue;
    this.backups = backups;
  }

  @PostMapping("/servers/create")
  ModelAndView create(
      @AuthenticationPrincipal Actor actor,
      @RequestParam MultiValueMap<String, String> sent,
      Model model,
      HttpServletRequest request,
      HttpServletResponse response) {
    var wrong = new LinkedHashMap<String, String>();
    var game = catalogue.game(String.valueOf(sent.getFirst("game_image_id")));
    var form = game.map(chosen -> CreateForm.of(sent, chosen)).orElseGet(() -> CreateForm.of(sent));
    var settings =
        game.map(chosen -> CreateForm.settings(sent, chosen)).orElseGet(java.util.Map::of);
    game.ifPresent(chosen ->
        Wishes.problems(chosen, settings)
            .forEach((field, why) ->
                wrong.put(field.replace("env_vars.", "env." + chosen.id() + "."), why)));
    var body = form.create(settings, wrong);
    var problems = CreateForm.check(validator, body, wrong);
    if (!problems.isEmpty()) {
      return again(actor, model, form.with(problems), HttpStatus.UNPROCESSABLE_CONTENT);
    }
    try {
      var id = creation.create(actor, body, null);
      AuditInterceptor.target(request, id);
      Notice.good("“" + body.friendlyName() + "” is made. It sleeps until somebody joins.")
          .leave(request, response);
      return FormOrder.to("/servers/" + id);
    } catch (Problem e) {
      var shown = new LinkedHashMap<String, String>();
      shown.put("form", FormOrder.detail(e));
      return again(actor, model, form.with(shown), HttpStatus.valueOf(e.getStatusCode().value()));
    }
  }

  @PostMapping("/servers/{id}/wake")
  ModelAndView wake(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @RequestParam(defaultValue = "") String back,
      HttpServletRequest request,
      HttpServletResponse response) {
    return order(
        mine(actor, id, Permission.START),
        back,
        server -> {
          var done = desk.wake(server, actor.name() + " via dashboard");
          return server.spec().name()
              + ("AWAKE".equals(done.state()) ? " is awake." : " is waking up.");
        },
        request,
        response);
  }

  @PostMapping("/servers/{id}/hibernate")
  ModelAndView hibernate(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @RequestParam(defaultValue = "") String back,
      @RequestParam(defaultValue = "false") boolean force,
      HttpServletRequest request,
      HttpServletResponse response) {
    return order(
        mine(actor, id, Permission.STOP),
        back,
        server -> {
          desk.hibernate(server, actor.name() + " via dashboard", force);
          return server.spec().name() + " saves its world and falls asleep.";
        },
        request,
        response);
  }

  @PostMapping("/servers/{id}/restart")
  ModelAndView restart(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @RequestParam(defaultValue = "false") boolean force,
      HttpServletRequest request,
      HttpServletResponse response) {
    var _ = mine(actor, id, Permission.START);
    return order(
        mine(actor, id, Permission.STOP),
        "",
        server -> {
          desk.restart(server, new RestartRequest(actor.name() + " via dashboard", force, false));
          return server.spec().name() + " saves its world and starts again.";
        },
        request,
        response);
  }

  @PostMapping("/servers/{id}/delete")
  ModelAndView delete(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @RequestParam(defaultValue = "") String confirmed,
      @RequestParam(defaultValue = "") String world,
      HttpServletRequest request,
      HttpServletResponse response) {
    var server = mine(actor, id, Permission.DELETE);
    if (!"yes".equals(confirmed)) {
      Notice.bad("Nothing was deleted: tick the box to confirm.").leave(request, response);
      AuditInterceptor.result(request, HttpStatus.UNPROCESSABLE_CONTENT.value());
      return FormOrder.to("/servers/" + id);
    }
    return order(
        server,
        "list",
        gone -> {
          var forget = "forget".equals(world);
          desk.delete(gone, actor.name() + " via dashboard", forget);
          return gone.spec().name() + (forget ? " and its world are" : " is") + " being deleted.";
        },
        request,
        response);
  }

  @PostMapping("/servers/{id}/backup")
  ModelAndView backUp(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      HttpServletRequest request,
      HttpServletResponse response) {
    return order(
        mine(actor, id, Permission.FILES),
        "",
        server -> {
          desk.backUp(server, new BackupRequest(actor.name() + " via dashboard"));
          return "The world of " + server.spec().name() + " is being copied.";
        },
        request,
        response);
  }

  @PostMapping("/servers/{id}/backup-lock")
  ModelAndView lockBackup(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @RequestParam String backup,
      @RequestParam(defaultValue = "false") boolean locked,
      HttpServletRequest request,
      HttpServletResponse response) {
    return order(
        mine(actor, id, Permission.FILES),
        "",
        server -> {
          desk.lock(server, new LockRequest(backup, locked, actor.name() + " via dashboard"));
          return locked ? "The backup is locked." : "The backup is not locked any more.";
        },
        request,
        response);
  }

  @PostMapping("/servers/{id}/backup-forget")
  ModelAndView forgetBackup(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @RequestParam String backup,
      HttpServletRequest request,
      HttpServletResponse response) {
    return order(
        mine(actor, id, Permission.FILES),
        "",
        server -> {
          desk.forget(server, new ForgetRequest(backup, actor.name() + " via dashboard"));
          return "The backup is being removed.";
        },
        request,
        response);
  }

  @PostMapping("/servers/{id}/relocate")
  ModelAndView relocate(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @RequestParam(defaultValue = "") String backup,
      @RequestParam(defaultValue = "") String node,
      @RequestParam(defaultValue = "false") boolean sure,
      HttpServletRequest request,
      HttpServletResponse response) {
    return order(
        mine(actor, id, Permission.DELETE),
        "",
        server -> {
          var body = new ServerRequests.Relocate(backup, node, null, sure);
          desk.relocate(server, backups.request(body, actor.name() + " via dashboard"));
          return server.spec().name() + " is being restarted on another node.";
        },
        request,
        response);
  }

  @PostMapping("/servers/{id}/discard")
  ModelAndView discard(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @RequestParam String node,
      @RequestParam(defaultValue = "false") boolean gone,
      HttpServletRequest request,
      HttpServletResponse response) {
    return order(
        mine(actor, id, Permission.DELETE),
        "",
        server -> {
          desk.discard(server, node, gone, actor.name() + " via dashboard");
          return gone
              ? "What it left on " + node + " is written off."
              : "What it left on " + node + " is removed as soon as that node answers.";
        },
        request,
        response);
  }

  @PostMapping("/servers/{id}/settings")
  ModelAndView settings(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @RequestParam MultiValueMap<String, String> sent,
      Model model,
      HttpServletRequest request,
      HttpServletResponse response) {
    var server = mine(actor, id, Permission.SETTINGS);
    var form = CreateForm.of(sent);
    var wrong = new LinkedHashMap<String, String>();
    var body = form.change(wrong);
    var problems = CreateForm.check(validator, body, wrong);
    if (!problems.isEmpty()) {
      pages.addDetail(actor, model, server, 1);
      model.addAttribute("form", form.with(problems));
      return page("servers/detail", model, HttpStatus.UNPROCESSABLE_CONTENT);
    }
    return order(
        server,
        "",
        changed -> {
          desk.configure(changed, body);
          return "The settings are saved.";
        },
        request,
        response);
  }

  @PostMapping("/servers/{id}/webhook-token")
  String webhookToken(@AuthenticationPrincipal Actor actor, @PathVariable String id, Model model) {
    var _ = mine(actor, id, Permission.START);
    var server = mine(actor, id, Permission.SETTINGS);
    model.addAttribute("id", id);
    model.addAttribute("name", server.spec().name());
    model.addAttribute("token", webhookTokens.rotate(id, actor.name()));
    return "servers/webhook-token";
  }

  /// Carries an order out and says how it went.
  static ModelAndView order(
      ServerRow server,
      String back,
      Function<ServerRow, String> carryOut,
      HttpServletRequest request,
      HttpServletResponse response) {
    return FormOrder.carryOut(
        "list".equals(back) ? "/servers" : "/servers/" + server.id(),
        () -> carryOut.apply(server),
        request,
        response);
  }

  private ModelAndView again(Actor actor, Model model, CreateForm form, HttpStatus status) {
    pages.addCreate(actor, model, form, "");
    return page("servers/create", model, status);
  }

  private static ModelAndView page(String view, Model model, HttpStatus status) {
    var page = new ModelAndView(view, model.asMap());
    page.setStatus(status);
    return page;
  }

  private ServerRow mine(Actor actor, String id, Permission wanted) {
    return reads.find(actor, id, wanted).orElseThrow(Problem::serverNotFound);
  }
}
