package dev.overwinter.sessions.web;

import dev.overwinter.api.auth.Actor;
import dev.overwinter.api.auth.FormOrder;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/// Sessions as a page; operators see pools, the API budget and orphans, too.
@Controller
@Hidden
class SessionPages {
  private static final int MOST = 200;
  private static final int ORPHANS = 10;

  private final SessionReads reads;
  private final FleetReads fleet;
  private final GameSessionsController sessions;
  private final FleetController pools;

  SessionPages(
      SessionReads reads,
      FleetReads fleet,
      GameSessionsController sessions,
      FleetController pools) {
    this.reads = reads;
    this.fleet = fleet;
    this.sessions = sessions;
    this.pools = pools;
  }

  /// A session, ready to be placed.
  ///
  /// @param id for good
  /// @param tag what players type
  /// @param css how its badge looks: that of a server in the like state
  /// @param label the state for people
  /// @param story one line beside it; may be empty
  /// @param since when it came into that state
  /// @param players who plays; a dash where nobody can
  /// @param address where; a dash while that is not known
  /// @param place where its droplet is, or whose machine it is
  /// @param owner whose it is; a dash while it is nobody's
  /// @param endsAt when it ends if nothing changes; null while that is not foreseen
  /// @param mayEnd whether who looks may end it
  record Card(
      String id,
      String tag,
      String css,
      String label,
      String story,
      Instant since,
      String players,
      String address,
      String place,
      String owner,
      @Nullable Instant endsAt,
      boolean mayEnd) {}

  @GetMapping("/sessions")
  String list(@AuthenticationPrincipal Actor actor, Model model) {
    add(actor, model);
    return "sessions/list";
  }

  @GetMapping("/sessions/grid")
  String grid(@AuthenticationPrincipal Actor actor, Model model) {
    add(actor, model);
    return "sessions/list :: grid";
  }

  @PostMapping("/sessions")
  ModelAndView start(
      @AuthenticationPrincipal Actor actor,
      HttpServletRequest request,
      HttpServletResponse response) {
    return order(
        () -> {
          var started = sessions.start(actor, null, 2, null, request).getBody();
          return started == null ? "It is being made." : "Your session is " + started.tag() + ".";
        },
        request,
        response);
  }

  @PostMapping("/sessions/{id}/end")
  ModelAndView end(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      HttpServletRequest request,
      HttpServletResponse response) {
    return order(
        () -> sessions.end(actor, id, false).tag() + " ends; who plays may finish first.",
        request,
        response);
  }

  @PostMapping("/sessions/pools/{id}")
  ModelAndView pool(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @RequestParam(required = false) @Nullable Integer least,
      @RequestParam(required = false) @Nullable Integer most,
      HttpServletRequest request,
      HttpServletResponse response) {
    return order(
        () -> {
          var wanted = new SessionRequests.Pool(bounded(least), bounded(most), null);
          return pools.configure(actor, id, wanted).success() ? "The pool is told." : "";
        },
        request,
        response);
  }

  private static @Nullable Integer bounded(@Nullable Integer number) {
    return number == null ? null : Math.clamp(number, 0, 1_000);
  }

  private void add(Actor actor, Model model) {
    var rows = reads.list(actor, MOST);
    model.addAttribute("sessions", rows.stream().map(row -> card(actor, row)).toList());
    var counts = new TreeMap<String, Integer>();
    rows.stream()
        .filter(row -> !row.over())
        .forEach(row -> counts.merge(row.state().toLowerCase(Locale.ROOT), 1, Integer::sum));
    model.addAttribute(
        "summary",
        counts.entrySet().stream()
            .map(count -> count.getValue() + " " + count.getKey())
            .collect(Collectors.joining(" · ")));
    model.addAttribute("provider", reads.offer().map(Offer::provider).orElse("OFF"));
    boolean operates = actor.admin() || actor.operator();
    model.addAttribute("admin", actor.admin());
    model.addAttribute(
        "fleet",
        operates
            ? new FleetController.Fleet(
                fleet.pools(),
                fleet.budget(),
                fleet.lastLook().orElse(null),
                fleet.orphans(ORPHANS))
            : null);
  }

  private static Card card(Actor actor, SessionRow row) {
    boolean heard = row.heardAt() != null && !row.over();
    return new Card(
        row.id(),
        row.tag(),
        css(row.state()),
        row.state().toLowerCase(Locale.ROOT),
        row.reason(),
        row.since(),
        heard ? String.valueOf(row.clients()) : "–",
        dash(row.address()),
        place(row),
        dash(row.owner()),
        row.endsAt(),
        !row.over() && !"ENDING".equals(row.state()) && actor.mayManage(row.owner()));
  }

  private static String dash(String text) {
    return text.isEmpty() ? "–" : text;
  }

  private static String css(String state) {
    return switch (state) {
      case "READY" -> "awake";
      case "WARM" -> "asleep";
      case "STARTING", "LEASING" -> "waking";
      case "DRAINING", "ENDING" -> "hibernating";
      case "FAILED", "LOST", "REFUSED" -> "failed";
      default -> List.of("RESERVING", "CREATING", "BOOTING").contains(state) ? "creating" : "";
    };
  }

  private static ModelAndView order(
      Supplier<String> carryOut, HttpServletRequest request, HttpServletResponse response) {
    return FormOrder.carryOut("/sessions", carryOut, request, response);
  }

  private static String place(SessionRow row) {
    if (!row.onDroplet()) {
      return "own machine";
    }
    // One that was refused has never had a place.
    return row.region().isEmpty() ? "–" : row.size() + " in " + row.region();
  }
}
