package dev.overwinter.api.auth;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.overwinter.api.ApiConfig;
import dev.overwinter.api.InDevelopment;
import dev.overwinter.api.Problem;
import dev.overwinter.api.ProblemWriter;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.context.annotation.Conditional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/// Lets a developer in as admin, without any proof. Exists in the development profile only, which
/// starts on a loopback address only.
@RestController
@Hidden
@Conditional(InDevelopment.class)
class DevLogin {
  private static final Identities.Identity DEVELOPER =
      new Identities.Identity(
          "urn:overwinter:development", "developer", "dev-login", "developer@localhost");

  private final ApiConfig config;
  private final Arrivals arrivals;
  private final Accounts accounts;

  DevLogin(ApiConfig config, Arrivals arrivals, Accounts accounts) {
    this.config = config;
    this.arrivals = arrivals;
    this.accounts = accounts;
  }

  /// @param message for people
  /// @param user who they are now
  record Welcome(String message, User user) {}

  /// @param id the account
  /// @param email never a real one
  /// @param displayName login name
  /// @param isAdmin true
  record User(
      String id,
      String email,
      @JsonProperty("display_name") String displayName,
      @JsonProperty("is_admin") boolean isAdmin) {}

  @PostMapping("/auth/dev-login")
  ResponseEntity<?> login(HttpServletRequest request, HttpServletResponse response) {
    if (!Developers.mayEnter(config, request)) {
      throw Problem.of(HttpStatus.NOT_FOUND, "There is nothing here");
    }
    var session = arrivals.develop(DEVELOPER, Origin.of(request, "dev-login"));
    SessionCookie.write(request, response, session);
    var actor = session.actor();
    AuditInterceptor.actor(request, actor.name());
    if (ProblemWriter.wantsPage(request)) {
      return ResponseEntity.status(HttpStatus.SEE_OTHER)
          .header(HttpHeaders.LOCATION, "/dashboard")
          .build();
    }
    var account = accounts.findById(actor.accountId()).orElseThrow();
    return ResponseEntity.ok(
        new Welcome(
            "You are in.",
            new User(account.id(), DEVELOPER.label(), account.name(), account.admin())));
  }
}
