package dev.overwinter.api.auth;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/// Writes one audit entry for every request that may change something, so that no controller can
/// forget it. A controller names its target with [#target] when the path does not.
@Component
public final class AuditInterceptor implements HandlerInterceptor {
  private static final Logger LOG = LoggerFactory.getLogger(AuditInterceptor.class);
  private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");
  // Parts of paths that say what a call is about; others may be secrets.
  private static final List<String> NAMED =
      List.of("id", "account", "invitation", "schedule", "hook");
  private static final String TARGET = AuditInterceptor.class.getName() + ".target";
  private static final String ACTOR = AuditInterceptor.class.getName() + ".actor";

  private static final String ELSEWHERE = AuditInterceptor.class.getName() + ".elsewhere";
  private static final String RESULT = AuditInterceptor.class.getName() + ".result";

  private final AuditLog log;
  private final Clock clock;

  AuditInterceptor(AuditLog log, Clock clock) {
    this.log = log;
    this.clock = clock;
  }

  /// Says what the current request is about.
  public static void target(HttpServletRequest request, String target) {
    request.setAttribute(TARGET, target);
  }

  /// Says who makes the current request when no token does.
  public static void actor(HttpServletRequest request, String actor) {
    request.setAttribute(ACTOR, actor);
  }

  /// The current request is kept elsewhere with all that it changes: a player's move is no order of
  /// an operator's.
  public static void keptElsewhere(HttpServletRequest request) {
    request.setAttribute(ELSEWHERE, true);
  }

  /// Says how the current request has really ended, when its status does not: a form that is
  /// refused still answers with a redirect.
  public static void result(HttpServletRequest request, int status) {
    request.setAttribute(RESULT, status);
  }

  /// Writes what was done outside of a controller.
  ///
  /// @param actor who
  /// @param action method and pattern of the path
  /// @param target to what; may be empty
  /// @param status how it ended
  public void write(
      HttpServletRequest request, String actor, String action, String target, int status) {
    save(
        request,
        new AuditEntry(clock.instant(), actor, request.getRemoteAddr(), action, target, status));
  }

  @Override
  public void afterCompletion(
      HttpServletRequest request,
      HttpServletResponse response,
      Object handler,
      @Nullable Exception failure) {
    // A stranger's failed attempt changes nothing and must not be able to fill the disk.
    boolean stranger = name(request).isEmpty() && response.getStatus() >= 400;
    // What a node measures is no order, and comes every few seconds.
    boolean report = SecurityConfig.TELEMETRY.equals(request.getRequestURI());
    boolean elsewhere = request.getAttribute(ELSEWHERE) != null;
    if (READS.contains(request.getMethod()) || stranger || report || elsewhere) {
      return;
    }
    save(request, entry(request, failure == null ? status(request, response) : 500));
  }

  private void save(HttpServletRequest request, AuditEntry entry) {
    try {
      log.save(entry);
    } catch (DataAccessException | TransactionException e) {
      LOG.error("audit entry lost: {} {}", request.getMethod(), request.getRequestURI(), e);
    }
  }

  private AuditEntry entry(HttpServletRequest request, int status) {
    var pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
    var actor = name(request);
    return new AuditEntry(
        clock.instant(),
        actor.isEmpty() ? "nobody" : actor,
        request.getRemoteAddr(),
        request.getMethod() + " " + (pattern == null ? request.getRequestURI() : pattern),
        target(request),
        status);
  }

  private static int status(HttpServletRequest request, HttpServletResponse response) {
    return request.getAttribute(RESULT) instanceof Integer told ? told : response.getStatus();
  }

  private static String name(HttpServletRequest request) {
    if (request.getAttribute(ACTOR) instanceof String named) {
      return named;
    }
    var authentication = SecurityContextHolder.getContext().getAuthentication();
    return authentication != null && authentication.getPrincipal() instanceof Actor actor
        ? actor.name() + (ApiKeys.isKey(actor) ? " by " + actor.tokenId() : "")
        : "";
  }

  private static String target(HttpServletRequest request) {
    if (request.getAttribute(TARGET) instanceof String named) {
      return named;
    }
    return request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE)
            instanceof Map<?, ?> variables
        ? NAMED.stream()
            .map(variables::get)
            .filter(Objects::nonNull)
            .map(String::valueOf)
            .collect(Collectors.joining(" "))
        : "";
  }
}
