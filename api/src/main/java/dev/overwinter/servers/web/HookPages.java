package dev.overwinter.servers.web;

import dev.overwinter.api.Notice;
import dev.overwinter.api.Problem;
import dev.overwinter.api.access.Permission;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.api.auth.FormOrder;
import dev.overwinter.notices.NewsKind;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Validator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/// What a server has others told, for people.
@Controller
@Hidden
class HookPages {
  private static final int LOG_SHOWN = 20;

  private final HookDesk desk;
  private final ServerHooks hooks;
  private final ServerReads reads;
  private final Validator validator;

  HookPages(HookDesk desk, ServerHooks hooks, ServerReads reads, Validator validator) {
    this.desk = desk;
    this.hooks = hooks;
    this.reads = reads;
    this.validator = validator;
  }

  /// What was typed for a new hook, and what was wrong about it.
  ///
  /// @param wrong for people; empty when nothing was
  record Typed(String name, String format, String url, List<String> events, String wrong) {
    static final Typed NOTHING =
        new Typed(
            "",
            "webhook",
            "",
            List.of(NewsKind.READY.id(), NewsKind.CRASHED.id(), NewsKind.FAILED.id()),
            "");
  }

  /// A secret that is shown this once.
  ///
  /// @param hook name of the hook
  record Shown(String hook, String secret) {}

  @GetMapping("/servers/{id}/notices")
  ModelAndView page(@AuthenticationPrincipal Actor actor, @PathVariable String id) {
    return page(actor, desk.server(actor, id), Typed.NOTHING, null);
  }

  private ModelAndView page(Actor actor, ServerRow server, Typed typed, @Nullable Shown shown) {
    var all = hooks.of(server.id());
    var logs = new LinkedHashMap<String, List<ServerHooks.Delivery>>();
    all.forEach(hook ->
        logs.put(hook.id(), hooks.deliveries(hook.id()).stream().limit(LOG_SHOWN).toList()));
    boolean owns = reads.rights(actor, server).contains(Permission.DELETE);
    return new ModelAndView("servers/notices")
        .addObject("id", server.id())
        .addObject("name", server.spec().name())
        .addObject("hooks", all)
        .addObject("logs", logs)
        .addObject(
            "kinds",
            NewsKind.all().stream().filter(kind -> owns || kind != NewsKind.LOW_CREDIT).toList())
        .addObject("owns", owns)
        .addObject("typed", typed)
        .addObject("shown", shown);
  }

  @PostMapping("/servers/{id}/notices")
  ModelAndView make(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @RequestParam(defaultValue = "") String name,
      @RequestParam(defaultValue = "") String format,
      @RequestParam(defaultValue = "") String url,
      @RequestParam(required = false) @Nullable List<String> events,
      HttpServletRequest request,
      HttpServletResponse response) {
    var server = desk.server(actor, id);
    var wanted = new HookRequests.Create(name, format, url, events == null ? List.of() : events);
    HookDesk.Made made;
    try {
      check(wanted);
      made = desk.make(actor, server, wanted);
    } catch (Problem e) {
      var typed = new Typed(name, format, url, wanted.events(), FormOrder.detail(e));
      var page = page(actor, server, typed, null);
      page.setStatus(HttpStatus.valueOf(e.getStatusCode().value()));
      return page;
    }
    if (made.secret().isEmpty()) {
      Notice.good("It will be told from now on.").leave(request, response);
      return FormOrder.to(path(id));
    }
    return page(actor, server, Typed.NOTHING, new Shown(name.strip(), made.secret()));
  }

  @PostMapping("/servers/{id}/notices/{hook}")
  ModelAndView change(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @PathVariable String hook,
      @RequestParam(defaultValue = "") String name,
      @RequestParam(defaultValue = "") String url,
      @RequestParam(required = false) @Nullable List<String> events,
      HttpServletRequest request,
      HttpServletResponse response) {
    var server = desk.server(actor, id);
    var wanted =
        new HookRequests.Change(
            name, url.isBlank() ? null : url, events == null ? List.of() : events);
    return order(
        id,
        () -> {
          check(wanted);
          desk.change(actor, server, hook, wanted);
          return "Saved.";
        },
        request,
        response);
  }

  @PostMapping("/servers/{id}/notices/{hook}/pause")
  ModelAndView pause(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @PathVariable String hook,
      HttpServletRequest request,
      HttpServletResponse response) {
    var server = desk.server(actor, id);
    return order(
        id,
        () -> {
          desk.pause(actor, server, hook);
          return "It is told nothing until you resume it.";
        },
        request,
        response);
  }

  @PostMapping("/servers/{id}/notices/{hook}/resume")
  ModelAndView resume(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @PathVariable String hook,
      HttpServletRequest request,
      HttpServletResponse response) {
    var server = desk.server(actor, id);
    return order(
        id,
        () -> {
          desk.resume(server, hook);
          return "It is told again.";
        },
        request,
        response);
  }

  @PostMapping("/servers/{id}/notices/{hook}/secret")
  ModelAndView rotate(
      @AuthenticationPrincipal Actor actor, @PathVariable String id, @PathVariable String hook) {
    var server = desk.server(actor, id);
    var name = desk.hook(server, hook).name();
    var secret = desk.rotate(server, hook);
    return page(actor, server, Typed.NOTHING, new Shown(name, secret));
  }

  @PostMapping("/servers/{id}/notices/{hook}/delete")
  ModelAndView delete(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @PathVariable String hook,
      HttpServletRequest request,
      HttpServletResponse response) {
    var server = desk.server(actor, id);
    return order(
        id,
        () -> {
          desk.delete(server, hook);
          return "It is gone, with all that waited for it.";
        },
        request,
        response);
  }

  @PostMapping("/servers/{id}/notices/{hook}/test")
  ModelAndView test(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @PathVariable String hook,
      HttpServletRequest request,
      HttpServletResponse response) {
    var server = desk.server(actor, id);
    return order(
        id,
        () -> {
          desk.test(actor, server, hook);
          return "A test is on its way. Load this page again to see what came of it.";
        },
        request,
        response);
  }

  @PostMapping("/servers/{id}/notices/{hook}/deliveries/{delivery}/resend")
  ModelAndView resend(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @PathVariable String hook,
      @PathVariable String delivery,
      HttpServletRequest request,
      HttpServletResponse response) {
    var server = desk.server(actor, id);
    return order(
        id,
        () -> {
          desk.resend(server, hook, delivery);
          return "It is on its way again.";
        },
        request,
        response);
  }

  /// As a body of the API is checked.
  private void check(Object wanted) {
    var wrong =
        validator.validate(wanted).stream()
            .collect(
                Collectors.toMap(
                    fault -> fault.getPropertyPath().toString().replaceAll("[\\[.].*", ""),
                    fault -> fault.getMessage(),
                    (first, _) -> first));
    if (!wrong.isEmpty()) {
      throw Problem.invalid(wrong);
    }
  }

  private static ModelAndView order(
      String id,
      Supplier<String> carryOut,
      HttpServletRequest request,
      HttpServletResponse response) {
    return FormOrder.carryOut(path(id), carryOut, request, response);
  }

  private static String path(String id) {
    return "/servers/" + id + "/notices";
  }
}
