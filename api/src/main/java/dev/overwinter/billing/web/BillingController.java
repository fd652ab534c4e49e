package dev.overwinter.billing.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.overwinter.api.Problem;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.api.auth.AuditInterceptor;
import dev.overwinter.api.docs.Refuses;
import dev.overwinter.billing.AccountBook;
import dev.overwinter.billing.CapOrder;
import dev.overwinter.billing.Credits;
import dev.overwinter.billing.MoneyOrder;
import dev.overwinter.billing.Notice;
import dev.overwinter.billing.PriceOrder;
import dev.overwinter.billing.Use;
import dev.overwinter.catalogue.web.Catalogue;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Accounts for programs.
@RestController
@RequestMapping("/api/billing")
@Tag(name = "Billing")
class BillingController {
  private static final java.util.regex.Pattern MONTH =
      java.util.regex.Pattern.compile("20\\d\\d-(?:0[1-9]|1[0-2])");

  private final BillingReads reads;
  private final AccountOrders orders;
  private final Estimates estimates;
  private final Catalogue catalogue;
  private final Prices prices;

  BillingController(
      BillingReads reads,
      AccountOrders orders,
      Estimates estimates,
      Catalogue catalogue,
      Prices prices) {
    this.reads = reads;
    this.orders = orders;
    this.estimates = estimates;
    this.catalogue = catalogue;
    this.prices = prices;
  }

  @GetMapping
  @Operation(
      summary = "What an account has, burns, and how long it lasts",
      description = "Of the caller; admins may name another.")
  @Refuses(HttpStatus.NOT_FOUND)
  BillingJson.Account account(
      @AuthenticationPrincipal Actor actor,
      @RequestParam(required = false) @Nullable String account) {
    var whose = whose(actor, account);
    return BillingJson.Account.of(book(actor, whose), reads.names(whose), Instant.now());
  }

  @GetMapping("/ledger")
  @Operation(summary = "Every booking of an account, newest first")
  @Refuses(HttpStatus.NOT_FOUND)
  BillingJson.Page ledger(
      @AuthenticationPrincipal Actor actor,
      @RequestParam(required = false) @Nullable String account,
      @RequestParam(defaultValue = "9223372036854775807") @Min(1) long before,
      @RequestParam(defaultValue = "50") @Min(1) @Max(500) int limit) {
    var lines = reads.lines(whose(actor, account), before, limit);
    return new BillingJson.Page(
        lines.stream().map(BillingJson.Line::of).toList(),
        lines.size() < limit ? null : (Long) lines.getLast().seq());
  }

  @GetMapping("/notices")
  @Operation(summary = "What the owner of an account should know, newest first")
  @Refuses(HttpStatus.NOT_FOUND)
  List<Notice> notices(
      @AuthenticationPrincipal Actor actor,
      @RequestParam(required = false) @Nullable String account,
      @RequestParam(defaultValue = "20") @Min(1) @Max(200) int limit) {
    return reads.notices(whose(actor, account), limit);
  }

  @GetMapping("/statements/{month}")
  @Operation(
      summary = "The statement of a month of UTC, for example 2026-11",
      description = "`opening` and the credits of all lines add up to `closing`.")
  BillingJson.Statement statement(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String month,
      @RequestParam(required = false) @Nullable String account) {
    return BillingJson.Statement.of(reads.statement(whose(actor, account), month(month)));
  }

  @GetMapping(value = "/statements/{month}/csv", produces = "text/csv")
  @Operation(summary = "The same as a table")
  ResponseEntity<String> csv(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String month,
      @RequestParam(required = false) @Nullable String account) {
    var statement = reads.statement(whose(actor, account), month(month));
    return ResponseEntity.ok()
        .contentType(MediaType.parseMediaType("text/csv;charset=UTF-8"))
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            "attachment; filename=\"overwinter-" + statement.month() + ".csv\"")
        .body(Csv.of(statement));
  }

  @GetMapping("/prices")
  @Operation(summary = "All prices with the moment from which each holds, those announced too")
  List<BillingJson.PriceLine> prices() {
    return reads.prices().stream().map(BillingJson.PriceLine::of).toList();
  }

  /// @param priceClass as the catalogue names it
  /// @param use what is paid for
  /// @param from since when; a day ahead at least
  /// @param perHour credits for an hour as decimal text; `0` is free
  @Schema(
      example =
          "{\"price_class\":\"standard\",\"use\":\"AWAKE\",\"from\":\"2030-01-01T00:00:00Z\","
              + "\"per_hour\":\"0.6\"}")
  record Announcement(
      @NotNull @Pattern(regexp = "[a-z0-9][a-z0-9-]{0,39}") @JsonProperty("price_class")
          String priceClass,
      @NotNull Use use,
      @NotNull Instant from,
      @NotNull @Pattern(regexp = "\\d{1,9}(\\.\\d{1,6})?") @JsonProperty("per_hour")
          String perHour) {}

  @PostMapping("/prices")
  @Operation(
      summary = "Announce a price",
      description =
          "For admins. What goes on is charged exactly up to that moment at the old price. The same"
              + " announcement twice is one; too late, or another for that moment, is refused (409).")
  @Refuses({HttpStatus.NOT_FOUND, HttpStatus.CONFLICT})
  BillingJson.PriceLine announce(
      @AuthenticationPrincipal Actor actor,
      @Valid @RequestBody Announcement body,
      HttpServletRequest request) {
    requireAdmin(actor);
    AuditInterceptor.target(request, body.priceClass());
    try {
      var order =
          new PriceOrder(
              body.priceClass(),
              body.use(),
              body.from(),
              Credits.parse(body.perHour()),
              actor.name());
      return BillingJson.PriceLine.of(prices.announce(order).price());
    } catch (IllegalArgumentException _) {
      throw Problem.invalid(Map.of("from", "a moment of the next years"));
    }
  }

  @GetMapping("/estimate")
  @Operation(
      summary = "What it costs to have one more server of a game awake, and how long credits last",
      description =
          "Metered to the second from when the container starts to when it exits; a wake counts for"
              + " a minute at least.")
  @Refuses(HttpStatus.NOT_FOUND)
  BillingJson.Estimate estimate(
      @AuthenticationPrincipal Actor actor, @RequestParam(name = "game_image_id") String game) {
    var template =
        catalogue
            .game(game)
            .orElseThrow(() -> Problem.of(HttpStatus.NOT_FOUND, "Game image not found"));
    return estimates.of(book(actor, actor.name()), template.priceClass(), Instant.now());
  }

  /// @param credits what a server may spend in a month, as decimal text; `0` without limit
  @Schema(example = "{\"credits\":\"12.5\"}")
  record Cap(@NotNull @Pattern(regexp = "\\d{1,9}(\\.\\d{1,6})?") String credits) {}

  @PutMapping("/caps/{id}")
  @Operation(summary = "Limit what one of the caller's servers may spend in a month of UTC")
  @Refuses(HttpStatus.CONFLICT)
  Map<String, Boolean> cap(
      @AuthenticationPrincipal Actor actor, @PathVariable String id, @Valid @RequestBody Cap body) {
    cap(actor, id, body.credits());
    return Map.of("success", true);
  }

  void cap(Actor actor, String server, String credits) {
    var owner = reads.owner(server).filter(actor::mayManage).orElseThrow(Problem::serverNotFound);
    orders.cap(owner, new CapOrder(server, Credits.parse(credits), actor.name()));
  }

  @GetMapping("/accounts")
  @Operation(summary = "All accounts", description = "For admins.")
  List<AccountLine> accounts(@AuthenticationPrincipal Actor actor) {
    requireAdmin(actor);
    return reads.accounts().stream()
        .map(a -> new AccountLine(a.id(), a.terms(), Credits.text(a.balance()), a.standing()))
        .toList();
  }

  /// @param account whose
  /// @param terms PREPAID or HOUSE
  /// @param balance credits, as far as they are booked
  /// @param standing FUNDED or EMPTY
  record AccountLine(String account, String terms, String balance, String standing) {}

  /// Which booking an admin may order.
  enum Kind {
    /// The house gives credits.
    GRANT,
    /// Credits for a use are given back.
    REFUND,
    /// Something is put right; may be negative.
    ADJUSTMENT
  }

  /// @param kind of the booking
  /// @param credits decimal text; negative only for an adjustment
  /// @param why one line that the owner reads
  @Schema(example = "{\"kind\":\"GRANT\",\"credits\":\"10\",\"why\":\"a welcome\"}")
  record Booking(
      @NotNull Kind kind,
      @NotNull @Pattern(regexp = "-?\\d{1,9}(\\.\\d{1,6})?") String credits,
      @NotNull @Size(min = 1, max = 200) @Pattern(regexp = "[^\\p{Cntrl}\\p{Cs}]*") String why) {}

  /// @param balance credits afterwards
  /// @param again whether the same was booked before, so that nothing was booked now
  record Booked(String balance, boolean again) {}

  @PostMapping("/accounts/{id}/bookings")
  @Operation(
      summary = "Grant credits, give them back, or put something right",
      description =
          "For admins. The Idempotency-Key makes it the same booking however often it is sent; with"
              + " another content it is refused (409).")
  @Refuses(HttpStatus.CONFLICT)
  Booked book(
      @AuthenticationPrincipal Actor actor,
      @PathVariable @Pattern(regexp = "[^\\p{Cntrl}/]{1,100}") String id,
      @RequestHeader("Idempotency-Key")
          @Pattern(regexp = "[\\x21-\\x7e]{1,100}", message = "must be 1 to 100 visible characters")
          String key,
      @Valid @RequestBody Booking body,
      HttpServletRequest request) {
    requireAdmin(actor);
    AuditInterceptor.target(request, id);
    return book(actor, id, key, body);
  }

  Booked book(Actor actor, String account, String key, Booking body) {
    if (!reads.exists(account)) {
      throw Problem.of(HttpStatus.NOT_FOUND, "There is no such account");
    }
    var booked = orders.book(account, order(actor, key, body));
    return new Booked(Credits.text(booked.balance()), booked.again());
  }

  private static MoneyOrder order(Actor actor, String key, Booking body) {
    var micros = Credits.parse(body.credits());
    try {
      return switch (body.kind()) {
        case GRANT -> new MoneyOrder.Grant(key, micros, actor.name(), body.why());
        case REFUND -> new MoneyOrder.Refund(key, micros, actor.name(), body.why());
        case ADJUSTMENT -> new MoneyOrder.Adjustment(key, micros, actor.name(), body.why());
      };
    } catch (IllegalArgumentException _) {
      throw Problem.invalid(Map.of("credits", "more than 0, below a billion"));
    }
  }

  /// The book of an account. One's own is opened by the first look at it, with whatever newcomers
  /// are given; nobody opens another's.
  ///
  /// @throws Problem 404 for another's that does not exist, 503 while one's own cannot be opened
  AccountBook book(Actor actor, String account) {
    return reads
        .book(account)
        .orElseGet(() -> {
          if (!account.equals(actor.name())) {
            throw Problem.of(HttpStatus.NOT_FOUND, "There is no such account");
          }
          orders.open(account);
          return orders.opened(() -> reads.book(account));
        });
  }

  static String whose(Actor actor, @Nullable String account) {
    if (account != null && !account.isEmpty() && !account.equals(actor.name())) {
      requireAdmin(actor);
      return account;
    }
    return actor.name();
  }

  static YearMonth month(String text) {
    if (!MONTH.matcher(text).matches()) {
      throw Problem.of(HttpStatus.NOT_FOUND, "There is no such month (expected: 2026-11)");
    }
    return YearMonth.parse(text);
  }

  static void requireAdmin(Actor actor) {
    if (!actor.admin()) {
      throw new AccessDeniedException("only an admin may see this");
    }
  }
}
