package dev.overwinter.servers.web;

import dev.overwinter.api.Notice;
import dev.overwinter.api.Problem;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.api.auth.AuditInterceptor;
import dev.overwinter.api.auth.FormOrder;
import dev.overwinter.schedules.Plan;
import dev.overwinter.schedules.ScheduleRules;
import dev.overwinter.schedules.StepKind;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/// What a server does by the clock, for people.
@Controller
@Hidden
class SchedulePages {
  private static final int RUNS = 20;

  /// Those that both Java and Temporal know, by name.
  private static final List<String> ZONES =
      ZoneId.getAvailableZoneIds().stream()
          .filter(zone -> ScheduleRules.zone(zone).isPresent() && !zone.startsWith("Etc/"))
          .sorted()
          .toList();

  private final ScheduleDesk desk;
  private final ScheduleReads reads;

  SchedulePages(ScheduleDesk desk, ScheduleReads reads) {
    this.desk = desk;
    this.reads = reads;
  }

  /// A schedule with what the page shows beside it.
  ///
  /// @param plain the schedule
  /// @param does its steps in words
  /// @param runs its newest runs
  /// @param form to change it; null when the form cannot show it
  public record Shown(
      ScheduleReads.Schedule plain,
      String does,
      List<ScheduleReads.Run> runs,
      @Nullable ScheduleForm form) {}

  @GetMapping("/servers/{id}/schedules")
  ModelAndView page(@AuthenticationPrincipal Actor actor, @PathVariable String id) {
    return page(desk.server(actor, id), ScheduleForm.blank(), "", HttpStatus.OK);
  }

  @PostMapping("/servers/{id}/schedules")
  ModelAndView create(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @RequestParam MultiValueMap<String, String> sent,
      HttpServletRequest request,
      HttpServletResponse response) {
    var server = desk.server(actor, id);
    return save(
        server,
        "",
        ScheduleForm.of(sent),
        plan -> desk.create(actor, server, plan, null),
        request,
        response);
  }

  @PostMapping("/servers/{id}/schedules/{schedule}")
  ModelAndView change(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @PathVariable String schedule,
      @RequestParam MultiValueMap<String, String> sent,
      HttpServletRequest request,
      HttpServletResponse response) {
    var server = desk.server(actor, id);
    return save(
        server,
        desk.schedule(server, schedule).id(),
        ScheduleForm.of(sent),
        plan -> desk.replace(actor, server, schedule, plan),
        request,
        response);
  }

  @PostMapping("/servers/{id}/schedules/{schedule}/pause")
  ModelAndView pause(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @PathVariable String schedule,
      HttpServletRequest request,
      HttpServletResponse response) {
    var server = desk.server(actor, id);
    return order(id, () -> desk.pause(actor, server, schedule), "It is paused.", request, response);
  }

  @PostMapping("/servers/{id}/schedules/{schedule}/resume")
  ModelAndView resume(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @PathVariable String schedule,
      HttpServletRequest request,
      HttpServletResponse response) {
    var server = desk.server(actor, id);
    return order(
        id, () -> desk.resume(actor, server, schedule), "It runs again.", request, response);
  }

  @PostMapping("/servers/{id}/schedules/{schedule}/run")
  ModelAndView run(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @PathVariable String schedule,
      HttpServletRequest request,
      HttpServletResponse response) {
    var server = desk.server(actor, id);
    return order(
        id, () -> desk.run(actor, server, schedule, null), "A run has begun.", request, response);
  }

  @PostMapping("/servers/{id}/schedules/{schedule}/delete")
  ModelAndView delete(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @PathVariable String schedule,
      HttpServletRequest request,
      HttpServletResponse response) {
    var server = desk.server(actor, id);
    return order(id, () -> desk.remove(actor, server, schedule), "It is gone.", request, response);
  }

  /// Takes what is asked for.
  private interface Keep {
    ScheduleReads.Schedule keep(Plan plan);
  }

  private ModelAndView save(
      ServerRow server,
      String schedule,
      ScheduleForm form,
      Keep keep,
      HttpServletRequest request,
      HttpServletResponse response) {
    var wrong = new LinkedHashMap<String, String>();
    var plan = form.plan(wrong);
    ScheduleRules.faults(plan).forEach(wrong::putIfAbsent);
    if (!wrong.isEmpty()) {
      return page(server, form.with(wrong), schedule, HttpStatus.UNPROCESSABLE_CONTENT);
    }
    try {
      var kept = keep.keep(plan);
      AuditInterceptor.target(request, server.id() + " " + kept.id());
      Notice.good("“" + plan.name() + "” is saved.").leave(request, response);
      return to(server.id());
    } catch (Problem e) {
      var status = HttpStatus.valueOf(e.getStatusCode().value());
      return page(
          server,
          form.with(Map.of("form", String.valueOf(e.getBody().getDetail()))),
          schedule,
          status);
    }
  }

  /// @param tried whose form was sent and is shown again; empty for that of a new one
  private ModelAndView page(ServerRow server, ScheduleForm form, String tried, HttpStatus status) {
    var all =
        reads.of(server.id()).stream()
            .map(one ->
                new Shown(
                    one,
                    does(one.plan()),
                    reads.runs(server.id(), one.id(), RUNS),
                    one.id().equals(tried) ? form : shown(one.plan())))
            .toList();
    var page = new ModelAndView("servers/schedules");
    page.setStatus(status);
    return page.addObject("id", server.id())
        .addObject("name", server.spec().name())
        .addObject("schedules", all)
        .addObject("tried", tried)
        .addObject("form", tried.isEmpty() ? form : ScheduleForm.blank())
        .addObject("full", all.size() >= ScheduleRules.MOST)
        .addObject("presets", ScheduleForm.PRESETS)
        .addObject("kinds", StepKind.values())
        .addObject("takesCommands", ConsoleDesk.takesCommands(server))
        .addObject("zones", ZONES);
  }

  private static @Nullable ScheduleForm shown(Plan plan) {
    return ScheduleForm.shows(plan) ? ScheduleForm.of(plan) : null;
  }

  private static String does(Plan plan) {
    return plan.steps().stream()
        .map(step ->
            step.kind().words()
                + (step.line().isEmpty() ? "" : " “" + step.line() + "”")
                + (step.after().isZero() ? "" : " after " + Words.span(step.after())))
        .collect(Collectors.joining(", "));
  }

  private static ModelAndView order(
      String id,
      Runnable what,
      String done,
      HttpServletRequest request,
      HttpServletResponse response) {
    return FormOrder.carryOut(
        "/servers/" + id + "/schedules",
        FormOrder::isNotFound,
        () -> {
          what.run();
          return done;
        },
        request,
        response);
  }

  private static ModelAndView to(String id) {
    var page = new ModelAndView("redirect:/servers/" + id + "/schedules");
    page.setStatus(HttpStatus.SEE_OTHER);
    return page;
  }
}
