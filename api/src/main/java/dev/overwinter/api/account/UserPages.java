package dev.overwinter.api.account;

import dev.overwinter.api.ApiConfig;
import dev.overwinter.api.PlansConfig;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.api.auth.FormOrder;
import dev.overwinter.api.auth.FreshProof;
import dev.overwinter.api.auth.Users;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/// Everybody's accounts, for admins.
@Controller
@Hidden
class UserPages {
  private final Users users;
  private final PlansConfig plans;

  UserPages(Users users, ApiConfig config) {
    this.users = users;
    this.plans = config.plans();
  }

  @GetMapping("/users")
  ModelAndView page(@AuthenticationPrincipal Actor actor) {
    return new ModelAndView("account/users")
        .addObject("users", users.all(actor))
        .addObject("plans", plans.plans())
        .addObject("usual", plans.usual())
        .addObject("roles", Users.Role.values());
  }

  @PostMapping("/users/{id}/role")
  ModelAndView role(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @RequestParam(defaultValue = "") String role,
      HttpServletRequest request,
      HttpServletResponse response) {
    return order(
        () -> users.change(actor, id, UsersController.role(role)), "Saved.", request, response);
  }

  @PostMapping("/users/{id}/plan")
  ModelAndView plan(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @RequestParam(defaultValue = "") String plan,
      HttpServletRequest request,
      HttpServletResponse response) {
    return order(() -> users.givePlan(actor, id, plan), "Saved.", request, response);
  }

  @PostMapping("/users/{id}/disable")
  ModelAndView disable(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      HttpServletRequest request,
      HttpServletResponse response) {
    return order(
        () -> users.disable(actor, id, true), "They are out, everywhere.", request, response);
  }

  @PostMapping("/users/{id}/enable")
  ModelAndView enable(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      HttpServletRequest request,
      HttpServletResponse response) {
    return order(
        () -> users.disable(actor, id, false), "They may come in again.", request, response);
  }

  @PostMapping("/users/{id}/welcome")
  ModelAndView welcome(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      HttpServletRequest request,
      HttpServletResponse response) {
    return order(
        () -> users.setGuest(actor, id, false),
        "They may have servers of their own.",
        request,
        response);
  }

  @PostMapping("/users/{id}/reset")
  ModelAndView reset(@AuthenticationPrincipal Actor actor, @PathVariable String id) {
    var name = users.one(actor, id).name();
    return new ModelAndView("account/reset")
        .addObject("name", name)
        .addObject("password", users.reset(actor, id));
  }

  private static ModelAndView order(
      Runnable what, String done, HttpServletRequest request, HttpServletResponse response) {
    return FormOrder.carryOut(
        "/users",
        e -> FormOrder.isNotFound(e) || e.is(FreshProof.REQUIRED),
        () -> {
          what.run();
          return done;
        },
        request,
        response);
  }
}
