package dev.overwinter.billing.web;

import dev.overwinter.api.ApiConfig;
import dev.overwinter.api.Notice;
import dev.overwinter.api.PaymentsConfig;
import dev.overwinter.api.Problem;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.api.auth.AuditInterceptor;
import dev.overwinter.billing.Credits;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/// Whoever adds credits to their account. The same form sent twice is one payment.
@Controller
@Hidden
class FundsPages {
  private static final long MOST = 1_000 * Credits.MICROS;
  private static final String UUIDS = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";

  private final PaymentEvents events;
  private final Checkout checkout;
  private final PaymentsConfig config;

  FundsPages(PaymentEvents events, Checkout checkout, ApiConfig config) {
    this.events = events;
    this.checkout = checkout;
    this.config = config.payments();
  }

  @PostMapping("/billing/add-funds")
  ModelAndView addFunds(
      @AuthenticationPrincipal Actor actor,
      @RequestParam(defaultValue = "10") String credits,
      @RequestParam(defaultValue = "") String key,
      HttpServletRequest request,
      HttpServletResponse response) {
    try {
      var micros = amount(credits);
      var payment = key.matches(UUIDS) ? UUID.fromString(key) : UUID.randomUUID();
      switch (config.provider()) {
        case OFF ->
            throw Problem.of(
                HttpStatus.CONFLICT, "No payments are taken here: an admin can grant credits.");
        case SIMULATED -> {
          // What the provider would say, had somebody paid.
          var _ = events.take(checkout.simulated(actor.name(), micros, payment));
          Notice.good(Credits.text(micros) + " credits are there; nobody has paid.")
              .leave(request, response);
        }
        case STRIPE -> {
          // A link and no redirect: browsers hold a form's redirects to our own `form-action`, too.
          return new ModelAndView("billing/pay")
              .addObject("credits", Credits.text(micros))
              .addObject("where", checkout.begin(actor.name(), micros, payment));
        }
      }
    } catch (Problem e) {
      Notice.bad(String.valueOf(e.getBody().getDetail())).leave(request, response);
      AuditInterceptor.result(request, e.getStatusCode().value());
    }
    return BillingPages.back();
  }

  private static long amount(String text) {
    try {
      var micros = Credits.parse(text);
      if (micros >= Credits.MICROS && micros <= MOST && micros % Credits.MICROS == 0) {
        return micros;
      }
    } catch (IllegalArgumentException _) {
      // The same complaint as for an amount out of range.
    }
    throw Problem.of(HttpStatus.UNPROCESSABLE_CONTENT, "Whole credits, 1 to 1000, can be bought.");
  }
}
