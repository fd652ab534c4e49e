package dev.overwinter.api.account;

import dev.overwinter.api.Notice;
import dev.overwinter.api.Problem;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.api.auth.ApiKeys;
import dev.overwinter.api.auth.AuditInterceptor;
import dev.overwinter.api.auth.FreshProof;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Validator;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/// One's own API keys, for people.
@Controller
@Hidden
class KeyPages {
  private final ApiKeys keys;
  private final FreshProof proof;
  private final Validator validator;

  KeyPages(ApiKeys keys, FreshProof proof, Validator validator) {
    this.keys = keys;
    this.proof = proof;
    this.validator = validator;
  }

  @PostMapping("/account/keys")
  ModelAndView make(
      @AuthenticationPrincipal Actor actor,
      @RequestParam(defaultValue = "") String name,
      @RequestParam(required = false) @Nullable List<String> scopes,
      @RequestParam(defaultValue = "") String networks,
      @RequestParam(name = "expires_in_days", defaultValue = "90") String days,
      HttpServletRequest request,
      HttpServletResponse response) {
    proof.require(actor);
    var wanted = Arrays.stream(networks.split("[\\s,]+")).filter(text -> !text.isEmpty()).toList();
    var body =
        new KeyRequest(
            name.strip(),
            scopes == null ? List.of() : scopes,
            wanted,
            days.matches("[0-9]{1,4}") ? Integer.valueOf(days) : Integer.valueOf(-1));
    try {
      var wrong = validator.validate(body);
      if (!wrong.isEmpty()) {
        var first = wrong.iterator().next();
        throw Problem.of(
            HttpStatus.UNPROCESSABLE_CONTENT, first.getPropertyPath() + ": " + first.getMessage());
      }
      var made = KeysController.make(keys, actor, body);
      AuditInterceptor.target(request, "key " + made.key().id());
      return new ModelAndView("account/key").addObject("made", made);
    } catch (Problem e) {
      AuditInterceptor.result(request, e.getStatusCode().value());
      Notice.bad("No key was made: " + e.getBody().getDetail()).leave(request, response);
      return AccountPages.back();
    }
  }

  @PostMapping("/account/keys/{id}/revoke")
  ModelAndView revoke(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      HttpServletRequest request,
      HttpServletResponse response) {
    if (!keys.revoke(actor.accountId(), id)) {
      throw Problem.of(HttpStatus.NOT_FOUND, "There is no such key");
    }
    Notice.good("That key is dead.").leave(request, response);
    return AccountPages.back();
  }
}
