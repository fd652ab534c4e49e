package dev.overwinter.billing.web;

import dev.overwinter.api.Notice;
import dev.overwinter.api.Problem;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.api.auth.AuditInterceptor;
import dev.overwinter.billing.Credits;
import dev.overwinter.billing.Price;
import dev.overwinter.billing.PriceOrder;
import dev.overwinter.billing.Use;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/// What things cost, for everybody; admins announce what they will cost.
@Controller
@Hidden
class PricePages {
  private final BillingReads reads;
  private final Prices prices;

  PricePages(BillingReads reads, Prices prices) {
    this.reads = reads;
    this.prices = prices;
  }

  /// A price, ready to be placed.
  ///
  /// @param priceClass of games
  /// @param use what for
  /// @param from since when
  /// @param always whether it has held from the beginning
  /// @param perHour credits
  /// @param state `past`, `now` or `announced`
  record Row(
      String priceClass, String use, Instant from, boolean always, String perHour, String state) {
    static Row of(Price price, List<Price> all, Instant now) {
      return new Row(
          price.priceClass(),
          price.use().name().toLowerCase(Locale.ROOT),
          price.from(),
          price.from().equals(Instant.EPOCH),
          Credits.text(price.microsPerHour()),
          state(price, all, now));
    }

    private static String state(Price price, List<Price> all, Instant now) {
      if (price.from().isAfter(now)) {
        return "announced";
      }
      boolean over =
          all.stream()
              .filter(other -> other.priceClass().equals(price.priceClass()))
              .filter(other -> other.use() == price.use())
              .map(Price::from)
              .anyMatch(from -> from.isAfter(price.from()) && !from.isAfter(now));
      return over ? "past" : "now";
    }
  }

  @GetMapping("/billing/prices")
  String prices(Model model) {
    var all = reads.prices();
    var now = Instant.now();
    model.addAttribute("prices", all.stream().map(price -> Row.of(price, all, now)).toList());
    model.addAttribute(
        "soonest", LocalDateTime.ofInstant(now.plus(PriceOrder.AHEAD), ZoneOffset.UTC).withNano(0));
    return "billing/prices";
  }

  @PostMapping("/billing/prices")
  ModelAndView announce(
      @AuthenticationPrincipal Actor actor,
      @RequestParam(name = "price_class", defaultValue = "") String priceClass,
      @RequestParam Use use,
      @RequestParam(name = "per_hour", defaultValue = "") String perHour,
      @RequestParam(defaultValue = "") String from,
      HttpServletRequest request,
      HttpServletResponse response) {
    BillingController.requireAdmin(actor);
    AuditInterceptor.target(request, priceClass);
    try {
      var at = LocalDateTime.parse(from).toInstant(ZoneOffset.UTC);
      var order = new PriceOrder(priceClass, use, at, Credits.parse(perHour), actor.name());
      var announced = prices.announce(order);
      Notice.good(announced.again() ? "That was announced before." : "Announced.")
          .leave(request, response);
    } catch (DateTimeParseException | IllegalArgumentException _) {
      Notice.bad("Nothing was announced: a class, a number of credits and a moment are needed.")
          .leave(request, response);
      AuditInterceptor.result(request, HttpStatus.UNPROCESSABLE_CONTENT.value());
    } catch (Problem e) {
      Notice.bad(String.valueOf(e.getBody().getDetail())).leave(request, response);
      AuditInterceptor.result(request, e.getStatusCode().value());
    }
    return BillingPages.to("/billing/prices");
  }
}
