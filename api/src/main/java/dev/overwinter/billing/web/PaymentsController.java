package dev.overwinter.billing.web;

import dev.overwinter.api.Problem;
import dev.overwinter.api.auth.AuditInterceptor;
import dev.overwinter.api.docs.Refuses;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/// Money on its way in.
@RestController
@Tag(name = "Billing")
class PaymentsController {
  private final PaymentEvents events;
  private final Clock clock;

  PaymentsController(PaymentEvents events, Clock clock) {
    this.events = events;
    this.clock = clock;
  }

  /// @param received always true
  /// @param result booked, known or ignored
  record Received(boolean received, String result) {}

  @PostMapping("/api/payments/webhook")
  @SecurityRequirements
  @Operation(
      summary = "What the provider of payments says",
      description =
          "Signed as Stripe does: `Stripe-Signature: t=…,v1=…`, not older than five minutes. The"
              + " same event again is answered with 200 and books nothing. 400 for a signature that"
              + " is not right, 404 where no payments are taken.")
  @Refuses({HttpStatus.NOT_FOUND, HttpStatus.CONFLICT})
  Received event(
      @RequestHeader(name = "Stripe-Signature", defaultValue = "") String signature,
      @Schema(type = "object") @RequestBody byte[] body,
      HttpServletRequest request) {
    var secret = events.secret().orElseThrow(PaymentEvents::off);
    if (!WebhookSignature.isOf(body, signature, secret, clock.instant())) {
      throw Problem.of(HttpStatus.BAD_REQUEST, "The signature is not right, or too old");
    }
    AuditInterceptor.actor(request, "payments");
    var result = events.take(body);
    return new Received(true, result.name().toLowerCase(Locale.ROOT));
  }
}
