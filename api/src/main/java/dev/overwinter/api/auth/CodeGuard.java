package dev.overwinter.api.auth;

import dev.overwinter.api.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/// Lets nobody guess one-time codes: five wrong ones and a wait, as with passwords.
@Component
public class CodeGuard {
  private final SecondFactor factor;
  private final LoginThrottle throttle;

  CodeGuard(SecondFactor factor, LoginThrottle throttle) {
    this.factor = factor;
    this.throttle = throttle;
  }

  /// Whether a code of the actor's is right; it is used up then.
  public boolean check(HttpServletRequest request, Actor actor, String code) {
    return attempt(
            request,
            actor,
            code,
            () -> factor.check(actor.accountId(), code) ? Optional.of(true) : Optional.empty())
        .isPresent();
  }

  /// Looks at a code, if the actor may try now.
  public <T> Optional<T> attempt(
      HttpServletRequest request, Actor actor, String code, Supplier<Optional<T>> check) {
    try {
      return throttle.attemptCode(request.getRemoteAddr(), actor.name(), code, check);
    } catch (LoginThrottle.TooManyTries e) {
      throw Problem.of(HttpStatus.TOO_MANY_REQUESTS, "Too many wrong codes.").retryAfter(e.pause());
    }
  }
}
