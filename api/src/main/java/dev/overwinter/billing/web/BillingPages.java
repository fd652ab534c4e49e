package dev.overwinter.billing.web;

import dev.overwinter.api.ApiConfig;
import dev.overwinter.api.Notice;
import dev.overwinter.api.PaymentsConfig;
import dev.overwinter.api.Problem;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.api.auth.AuditInterceptor;
import dev.overwinter.billing.AccountBook;
import dev.overwinter.billing.AccountState;
import dev.overwinter.billing.Credits;
import dev.overwinter.billing.Standing;
import dev.overwinter.billing.Tab;
import dev.overwinter.billing.Terms;
import dev.overwinter.billing.Use;
import dev.overwinter.billing.web.BillingController.Booking;
import dev.overwinter.billing.web.BillingController.Kind;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/// Balance, forecast, ledger and statements as pages; everything works without a script.
@Controller
@Hidden
class BillingPages {
  private static final int LINES = 25;
  private static final int NOTICES = 5;

  private final BillingReads reads;
  private final BillingController desk;
  private final PaymentsConfig payments;

  BillingPages(BillingReads reads, BillingController desk, ApiConfig config) {
    this.reads = reads;
    this.desk = desk;
    payments = config.payments();
  }

  /// What the top of the page shows.
  ///
  /// @param account whose
  /// @param house whether it pays nothing
  /// @param known whether its workflow has written anything yet
  /// @param empty whether nothing may be awake
  /// @param balance credits now
  /// @param exact the same to the micro-credit
  /// @param perHour credits an hour
  /// @param burns whether that is anything
  /// @param lasts how long
  /// @param hibernatesAt when servers are told to sleep; null when they are not
  record Summary(
      String account,
      boolean house,
      boolean known,
      boolean empty,
      String balance,
      String exact,
      String perHour,
      boolean burns,
      String lasts,
      @Nullable Instant hibernatesAt) {
    static Summary of(AccountBook book, Instant now) {
      var available = book.balance() - book.unsettled(now);
      return new Summary(
          book.account(),
          book.terms() == Terms.HOUSE,
          book.terms() != Terms.UNKNOWN,
          book.standing() == Standing.EMPTY,
          Amounts.glance(available),
          Amounts.exact(available),
          Credits.text(book.perHour(now)),
          book.perHour(now) > 0,
          Amounts.lasts(book.depletesAt(now), now),
          book.hibernatesAt(now).orElse(null));
    }
  }

  /// A server that uses something.
  ///
  /// @param id which
  /// @param name its name
  /// @param state lower case, also a CSS class
  /// @param label the same for people
  /// @param perHour credits an hour
  /// @param cost credits of this use so far
  /// @param cap what it may spend in a month; empty without limit
  /// @param capped whether it has
  record Row(
      String id,
      String name,
      String state,
      String label,
      String perHour,
      String cost,
      String cap,
      boolean capped) {
    static Row of(AccountBook book, Tab tab, Map<String, String> names, Instant now) {
      var meter = tab.meter();
      var awake = meter != null && meter.use() != Use.ASLEEP;
      var perHour = meter == null ? 0 : book.perHour(meter.priceClass(), meter.use(), now);
      return new Row(
          tab.server(),
          names.getOrDefault(tab.server(), tab.server()),
          awake ? "awake" : "asleep",
          awake ? "Awake" : "Asleep",
          Credits.text(perHour),
          meter == null ? "0" : Amounts.glance(book.cost(meter, now)),
          tab.capMicros() == 0 ? "" : Credits.text(tab.capMicros()),
          tab.capped());
    }
  }

  /// A booking, ready to be placed.
  ///
  /// @param line the booking
  /// @param css lower-case kind
  /// @param label the kind for people
  /// @param what what it was for
  /// @param credits exact
  /// @param balance exact, afterwards
  /// @param gain whether the account got something
  record Shown(
      BillingReads.Line line,
      String css,
      String label,
      String what,
      String credits,
      String balance,
      boolean gain) {
    static Shown of(BillingReads.Line line) {
      return new Shown(
          line,
          line.kind().toLowerCase(Locale.ROOT),
          line.kind().charAt(0) + line.kind().substring(1).toLowerCase(Locale.ROOT),
          what(line),
          (line.micros() > 0 ? "+" : "") + Amounts.exact(line.micros()),
          Amounts.exact(line.balance()),
          line.micros() > 0);
    }

    private static String what(BillingReads.Line line) {
      var from = line.from();
      var until = line.until();
      if (line.server() == null || from == null || until == null) {
        return line.by().isEmpty() ? line.memo() : line.memo() + " · " + line.by();
      }
      var name = line.serverName() == null ? line.server() : line.serverName();
      var use = String.valueOf(line.use()).toLowerCase(Locale.ROOT);
      var span = Amounts.span(Duration.between(from, until));
      return name + " · " + use + " for " + span;
    }
  }

  @GetMapping("/billing")
  String billing(
      @AuthenticationPrincipal Actor actor,
      @RequestParam(required = false) @Nullable String account,
      @RequestParam(defaultValue = "9223372036854775807") long before,
      Model model) {
    var whose = BillingController.whose(actor, account);
    var now = Instant.now();
    var book = book(actor, whose);
    var names = reads.names(whose);
    var lines = reads.lines(whose, before, LINES + 1);
    model.addAttribute("summary", Summary.of(book, now));
    model.addAttribute("own", whose.equals(actor.name()));
    model.addAttribute("payments", payments.provider().name());
    model.addAttribute(
        "forecast", Forecast.of(book, reads.history(whose, Forecast.since(now)), now));
    model.addAttribute(
        "uses",
        book.state().tabs().stream()
            .filter(tab -> tab.goneAt() == null)
            .map(tab -> Row.of(book, tab, names, now))
            .toList());
    model.addAttribute("warnings", reads.notices(whose, NOTICES));
    model.addAttribute("lines", lines.stream().limit(LINES).map(Shown::of).toList());
    model.addAttribute("older", lines.size() > LINES ? lines.get(LINES - 1).seq() : null);
    model.addAttribute("months", reads.months(whose));
    model.addAttribute("key", UUID.randomUUID().toString());
    return "billing/billing";
  }

  /// While nobody can open an account, its page says so.
  private AccountBook book(Actor actor, String account) {
    try {
      return desk.book(actor, account);
    } catch (Problem e) {
      if (e.getStatusCode().value() == HttpStatus.NOT_FOUND.value()) {
        throw e;
      }
      return new AccountBook(AccountState.unknown(account));
    }
  }

  @GetMapping("/billing/statements/{month}")
  String statement(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String month,
      @RequestParam(required = false) @Nullable String account,
      Model model) {
    var whose = BillingController.whose(actor, account);
    var statement = reads.statement(whose, BillingController.month(month));
    model.addAttribute("account", whose);
    model.addAttribute("own", whose.equals(actor.name()));
    model.addAttribute("month", statement.month());
    model.addAttribute("opening", Amounts.exact(statement.opening()));
    model.addAttribute("closing", Amounts.exact(statement.closing()));
    model.addAttribute("lines", statement.lines().stream().map(Shown::of).toList());
    return "billing/statement";
  }

  @PostMapping("/billing/caps/{id}")
  ModelAndView cap(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @RequestParam(defaultValue = "") String credits,
      HttpServletRequest request,
      HttpServletResponse response) {
    var text = credits.isBlank() ? "0" : credits.strip();
    if (!text.matches("\\d{1,9}(\\.\\d{1,6})?")) {
      Notice.bad("Nothing was changed: a limit is a number of credits, for example 12.5.")
          .leave(request, response);
      AuditInterceptor.result(request, HttpStatus.UNPROCESSABLE_CONTENT.value());
      return back();
    }
    return said(
        () -> {
          desk.cap(actor, id, text);
          return "0".equals(text)
              ? "The server may spend what there is."
              : "The server may spend " + text + " credits a month.";
        },
        request,
        response);
  }

  @GetMapping("/billing/accounts")
  String accounts(@AuthenticationPrincipal Actor actor, Model model) {
    BillingController.requireAdmin(actor);
    model.addAttribute(
        "accounts",
        reads.accounts().stream()
            .map(a ->
                new Listed(
                    a.id(),
                    a.terms().equals(Terms.HOUSE.name()),
                    Amounts.exact(a.balance()),
                    a.standing().equals(Standing.EMPTY.name())))
            .toList());
    model.addAttribute("key", UUID.randomUUID().toString());
    return "billing/accounts";
  }

  /// @param id whose
  /// @param house whether it pays nothing
  /// @param balance as far as it is booked
  /// @param empty whether nothing may be awake
  record Listed(String id, boolean house, String balance, boolean empty) {}

  @PostMapping("/billing/accounts/bookings")
  ModelAndView book(
      @AuthenticationPrincipal Actor actor,
      @RequestParam String account,
      @RequestParam Kind kind,
      @RequestParam(defaultValue = "") String credits,
      @RequestParam(defaultValue = "") String why,
      @RequestParam String key,
      HttpServletRequest request,
      HttpServletResponse response) {
    BillingController.requireAdmin(actor);
    AuditInterceptor.target(request, account);
    var text = credits.strip();
    var fine =
        text.matches("-?\\d{1,9}(\\.\\d{1,6})?")
            && !why.isBlank()
            && why.matches("[^\\p{Cntrl}\\p{Cs}]{1,200}")
            && key.matches("[\\x21-\\x7e]{1,100}")
            && account.matches("[^\\p{Cntrl}/]{1,100}");
    if (!fine) {
      Notice.bad("Nothing was booked: an account, a number of credits and a reason are needed.")
          .leave(request, response);
      AuditInterceptor.result(request, HttpStatus.UNPROCESSABLE_CONTENT.value());
      return to("/billing/accounts");
    }
    said(
        () -> {
          var booked = desk.book(actor, account, key, new Booking(kind, text, why));
          return booked.again()
              ? "That was booked before; nothing was booked again."
              : account + " has " + booked.balance() + " credits now.";
        },
        request,
        response);
    return to("/billing/accounts");
  }

  private static ModelAndView said(
      Supplier<String> order, HttpServletRequest request, HttpServletResponse response) {
    try {
      Notice.good(order.get()).leave(request, response);
    } catch (Problem e) {
      Notice.bad(String.valueOf(e.getBody().getDetail())).leave(request, response);
      AuditInterceptor.result(request, e.getStatusCode().value());
    }
    return back();
  }

  static ModelAndView back() {
    return to("/billing");
  }

  static ModelAndView to(String path) {
    var page = new ModelAndView("redirect:" + path);
    page.setStatus(HttpStatus.SEE_OTHER);
    return page;
  }
}
