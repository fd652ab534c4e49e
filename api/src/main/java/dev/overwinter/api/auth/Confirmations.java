package dev.overwinter.api.auth;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Takes one more proof from somebody who is in: their password, or one of their one-time codes.
/// Both are throttled as at the login. See [FreshProof].
@Component
class Confirmations {
  private final Sessions sessions;
  private final LoginThrottle throttle;
  private final CodeGuard codes;
  private final FreshProof proof;

  Confirmations(Sessions sessions, LoginThrottle throttle, CodeGuard codes, FreshProof proof) {
    this.sessions = sessions;
    this.throttle = throttle;
    this.codes = codes;
    this.proof = proof;
  }

  /// Whether the password is the actor's.
  ///
  /// @throws LoginThrottle.TooManyTries when they must wait
  boolean byPassword(HttpServletRequest request, Actor actor, String password) {
    return given(
        actor,
        throttle
            .attempt(
                request.getRemoteAddr(),
                actor.name(),
                () -> sessions.proved(actor.name(), password).map(_ -> true))
            .isPresent());
  }

  /// Whether the code is the actor's; it is used up then.
  ///
  /// @throws dev.overwinter.api.Problem (429) when they must wait
  boolean byCode(HttpServletRequest request, Actor actor, String code) {
    return given(actor, codes.check(request, actor, code));
  }

  private boolean given(Actor actor, boolean right) {
    Optional.of(actor).filter(_ -> right).ifPresent(proof::give);
    return right;
  }
}
