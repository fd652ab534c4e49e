package dev.overwinter.api.account;

import dev.overwinter.api.Notice;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.api.auth.AuditInterceptor;
import dev.overwinter.api.auth.CodeGuard;
import dev.overwinter.api.auth.SecondFactor;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/// Turning one's one-time codes on and off, for people.
@Controller
@Hidden
class CodePages {
  private final SecondFactor factor;
  private final CodeGuard guard;

  CodePages(SecondFactor factor, CodeGuard guard) {
    this.factor = factor;
    this.guard = guard;
  }

  @PostMapping("/account/codes")
  ModelAndView begin(@AuthenticationPrincipal Actor actor) {
    return actor.isLocal() || factor.invite(actor).isEmpty()
        ? AccountPages.back()
        : AccountPages.to("/account/codes");
  }

  @GetMapping("/account/codes")
  ModelAndView show(@AuthenticationPrincipal Actor actor) {
    return show(actor, "", HttpStatus.OK);
  }

  @PostMapping("/account/codes/confirm")
  ModelAndView confirm(
      @AuthenticationPrincipal Actor actor,
      @RequestParam(defaultValue = "") String code,
      HttpServletRequest request) {
    return guard
        .attempt(request, actor, code, () -> factor.confirm(actor, code))
        .map(codes -> new ModelAndView("account/recovery").addObject("codes", codes))
        .orElseGet(() ->
            show(
                actor,
                "That code is wrong. Is the clock of your phone right?",
                HttpStatus.UNPROCESSABLE_CONTENT));
  }

  @PostMapping("/account/codes/off")
  ModelAndView off(
      @AuthenticationPrincipal Actor actor,
      @RequestParam(defaultValue = "") String code,
      HttpServletRequest request,
      HttpServletResponse response) {
    if (guard.check(request, actor, code)) {
      factor.turnOff(actor.accountId());
      Notice.good("Your password is enough again.").leave(request, response);
    } else {
      AuditInterceptor.result(request, HttpStatus.FORBIDDEN.value());
      Notice.bad("That code is wrong, or was used before.").leave(request, response);
    }
    return AccountPages.back();
  }

  private ModelAndView show(Actor actor, String problem, HttpStatus status) {
    var pending = factor.pending(actor);
    if (pending.isEmpty()) {
      return AccountPages.back();
    }
    var page = new ModelAndView("account/codes");
    page.setStatus(status);
    return page.addObject("secret", pending.get().secret().replaceAll("(.{4})(?=.)", "$1 "))
        .addObject("uri", pending.get().uri())
        .addObject("picture", Picture.of(pending.get().uri()))
        .addObject("problem", problem);
  }
}
