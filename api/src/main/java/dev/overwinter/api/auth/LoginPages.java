package dev.overwinter.api.auth;

import dev.overwinter.api.ApiConfig;
import dev.overwinter.api.Notice;
import dev.overwinter.api.Secrets;
import dev.overwinter.api.SignInConfig;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/// Logging in and out for people.
@Controller
@Hidden
final class LoginPages {
  private static final int MANY = 5;
  private static final String FORM = MediaType.APPLICATION_FORM_URLENCODED_VALUE;

  private final Sessions sessions;
  private final LoginThrottle throttle;
  private final SecondFactor factor;
  private final HalfLogins halves;
  private final FreshProof proof;
  private final ApiKeys keys;
  private final Secrets secrets;
  private final AuditLog audit;
  private final KnownProviders providers;
  private final SignInConfig config;

  LoginPages(
      Sessions sessions,
      LoginThrottle throttle,
      SecondFactor factor,
      HalfLogins halves,
      FreshProof proof,
      ApiKeys keys,
      Secrets secrets,
      AuditLog audit,
      KnownProviders providers,
      ApiConfig config) {
    this.sessions = sessions;
    this.throttle = throttle;
    this.factor = factor;
    this.halves = halves;
    this.proof = proof;
    this.keys = keys;
    this.secrets = secrets;
    this.audit = audit;
    this.providers = providers;
    this.config = config.signIn();
  }

  @GetMapping("/auth/login")
  ModelAndView loginPage(
      @AuthenticationPrincipal @Nullable Actor actor,
      @RequestParam(defaultValue = "/servers") String next) {
    return actor == null ? login(next, "", "", HttpStatus.OK) : to(Paths.local(next, "/servers"));
  }

  @PostMapping(path = "/auth/login", consumes = FORM)
  ModelAndView login(
      @RequestParam(defaultValue = "") String username,
      @RequestParam(defaultValue = "") String password,
      @RequestParam(defaultValue = "/servers") String next,
      HttpServletRequest request,
      HttpServletResponse response) {
    if (username.length() > 64 || username.indexOf('\0') >= 0) {
      return login(next, "", "This is no name.", HttpStatus.UNAUTHORIZED);
    }
    AuditInterceptor.target(request, username);
    Optional<Account> account;
    try {
      account =
          throttle.attempt(
              request.getRemoteAddr(), username, () -> sessions.proved(username, password));
    } catch (LoginThrottle.TooManyTries e) {
      return login(next, username, tooMany(e.pause()), HttpStatus.TOO_MANY_REQUESTS);
    }
    if (account.isEmpty()) {
      return login(
          next, username, "Name and password do not belong together.", HttpStatus.UNAUTHORIZED);
    }
    return factor.on(account.get().id())
        ? code(halves.begin(account.get()), next, "", HttpStatus.OK)
        : enter(account.get(), next, request, response);
  }

  @PostMapping(path = "/auth/login/code", consumes = FORM)
  ModelAndView code(
      @RequestParam(defaultValue = "") String half,
      @RequestParam(defaultValue = "") String code,
      @RequestParam(defaultValue = "/servers") String next,
      HttpServletRequest request,
      HttpServletResponse response) {
    var account = halves.read(half);
    if (account.isEmpty()) {
      return login(next, "", "That took too long. Log in again.", HttpStatus.UNAUTHORIZED);
    }
    var name = account.get().name();
    AuditInterceptor.target(request, name);
    try {
      boolean right =
          throttle
              .attemptCode(
                  request.getRemoteAddr(),
                  name,
                  code,
                  () -> account.filter(known -> factor.check(known.id(), code)))
              .isPresent();
      return right
          ? enter(account.get(), next, request, response)
          : code(half, next, "That code is wrong, or was used before.", HttpStatus.UNAUTHORIZED);
    } catch (LoginThrottle.TooManyTries e) {
      return code(half, next, tooMany(e.pause()), HttpStatus.TOO_MANY_REQUESTS);
    }
  }

  private ModelAndView enter(
      Account account, String next, HttpServletRequest request, HttpServletResponse response) {
    AuditInterceptor.actor(request, account.name());
    var session = sessions.enter(account, Origin.of(request, "password"));
    SessionCookie.write(request, response, session);
    int wrong = throttle.wrongCodes(account.name());
    if (wrong >= MANY) {
      Notice.bad(
              wrong
                  + " wrong one-time codes were tried for your account within a day. Whoever did"
                  + " that knows your password: if it was not you, change it.")
          .leave(request, response);
    }
    return to(session.actor().mustChange() ? "/auth/password" : Paths.local(next, "/servers"));
  }

  private static ModelAndView code(String half, String next, String problem, HttpStatus status) {
    var page = new ModelAndView("auth/code");
    page.setStatus(status);
    return page.addObject("half", half)
        .addObject("next", Paths.local(next, "/servers"))
        .addObject("problem", problem);
  }

  @GetMapping("/auth/password")
  ModelAndView passwordPage(@AuthenticationPrincipal Actor actor) {
    if (!sessions.hasPassword(actor)) {
      proof.require(actor);
    }
    return password(actor, "", HttpStatus.OK);
  }

  @PostMapping(path = "/auth/password", consumes = FORM)
  ModelAndView password(
      @AuthenticationPrincipal Actor actor,
      @RequestParam(name = "current_password", defaultValue = "") String current,
      @RequestParam(name = "new_password", defaultValue = "") String chosen,
      @RequestParam(name = "repeated_password", defaultValue = "") String repeated,
      @RequestParam(name = "keep_keys", defaultValue = "false") boolean keepKeys,
      HttpServletRequest request,
      HttpServletResponse response) {
    if (!Passwords.acceptable(chosen)) {
      return password(
          actor, "The new password needs 10 to 200 characters.", HttpStatus.UNPROCESSABLE_CONTENT);
    }
    if (!chosen.equals(repeated)) {
      return password(
          actor, "The new password was not repeated the same.", HttpStatus.UNPROCESSABLE_CONTENT);
    }
    Optional<Sessions.LoggedIn> session;
    try {
      session =
          throttle.attempt(
              request.getRemoteAddr(),
              actor.name(),
              () ->
                  sessions.changePassword(
                      actor, current, chosen, keepKeys, Origin.of(request, "password")));
    } catch (LoginThrottle.TooManyTries e) {
      return password(actor, tooMany(e.pause()), HttpStatus.TOO_MANY_REQUESTS);
    }
    if (session.isEmpty()) {
      return password(actor, "The current password is wrong.", HttpStatus.FORBIDDEN);
    }
    SessionCookie.write(request, response, session.get());
    Notice.good(
            "Your password is changed. Every other login of this account has ended"
                + (keepKeys ? "." : ", and so have its API keys.")
                + " What else opens it is on your account page.")
        .leave(request, response);
    return to("/servers");
  }

  @PostMapping(path = "/auth/logout", consumes = FORM, produces = MediaType.TEXT_HTML_VALUE)
  ModelAndView logout(
      @AuthenticationPrincipal @Nullable Actor actor,
      HttpServletRequest request,
      HttpServletResponse response) {
    if (actor != null) {
      sessions.logout(actor);
    }
    SessionCookie.clear(request, response);
    return to("/auth/login");
  }

  @GetMapping("/audit")
  ModelAndView audit(@AuthenticationPrincipal Actor actor) {
    if (!actor.admin()) {
      throw new AccessDeniedException("admin only");
    }
    return new ModelAndView("auth/audit")
        .addObject("entries", audit.findByOrderByIdDesc(Limit.of(200)));
  }

  private ModelAndView login(String next, String name, String problem, HttpStatus status) {
    var page = new ModelAndView("auth/login");
    page.setStatus(status);
    return page.addObject("next", Paths.local(next, "/servers"))
        .addObject("name", name)
        .addObject("first", secrets.adminPassword().isPresent())
        .addObject("providers", providers.all())
        .addObject("development", config.development())
        .addObject("problem", problem);
  }

  private ModelAndView password(Actor actor, String problem, HttpStatus status) {
    var page = new ModelAndView("auth/password");
    page.setStatus(status);
    return page.addObject("problem", problem)
        .addObject("known", sessions.hasPassword(actor))
        .addObject("keys", keys.of(actor.accountId()).size());
  }

  static String tooMany(Duration pause) {
    return "Too many failed tries. Try again in " + (pause.toMinutes() + 1) + " min.";
  }

  static ModelAndView to(String path) {
    var page = new ModelAndView("redirect:" + path);
    page.setStatus(HttpStatus.SEE_OTHER);
    return page;
  }
}
