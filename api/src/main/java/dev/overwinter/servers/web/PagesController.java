package dev.overwinter.servers.web;

import dev.overwinter.api.ApiConfig;
import dev.overwinter.api.Problem;
import dev.overwinter.api.access.Permission;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.api.auth.Quota;
import dev.overwinter.api.workflows.TemporalUi;
import dev.overwinter.billing.web.Costs;
import dev.overwinter.billing.web.Estimates;
import dev.overwinter.catalogue.GameTemplate;
import dev.overwinter.catalogue.web.Catalogue;
import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.servers.Transfer;
import io.swagger.v3.oas.annotations.Hidden;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/// Servers as pages, and the parts of pages that a browser asks for again when something changes.
@Controller
@Hidden
class PagesController {
  private static final int LOG_LINES = 150;

  private final ServerReads reads;
  private final Catalogue catalogue;
  private final ServerPlots plots;
  private final ServerBackups backups;
  private final Estimates estimates;
  private final Quota quota;
  private final TemporalUi temporal;
  private final Timeline timeline;
  private final Costs costs;
  private final KeptWorlds kept;
  private final String host;
  private final Duration grace;

  PagesController(
      ServerReads reads,
      Catalogue catalogue,
      ServerPlots plots,
      ServerBackups backups,
      Estimates estimates,
      Quota quota,
      TemporalUi temporal,
      Timeline timeline,
      Costs costs,
      KeptWorlds kept,
      ApiConfig config) {
    this.reads = reads;
    this.catalogue = catalogue;
    this.plots = plots;
    this.backups = backups;
    this.estimates = estimates;
    this.quota = quota;
    this.temporal = temporal;
    this.timeline = timeline;
    this.costs = costs;
    this.kept = kept;
    this.host = config.publicHost();
    grace = config.backups().grace();
  }

  @GetMapping("/dashboard")
  ModelAndView dashboard() {
    var page = new ModelAndView("redirect:/servers");
    page.setStatus(HttpStatus.SEE_OTHER);
    return page;
  }

  @GetMapping("/servers")
  String list(@AuthenticationPrincipal Actor actor, Model model) {
    addServers(actor, model);
    model.addAttribute("kept", kept.list(actor));
    return "servers/list";
  }

  @GetMapping("/servers/grid")
  String grid(@AuthenticationPrincipal Actor actor, Model model) {
    addServers(actor, model);
    return "servers/list :: grid";
  }

  @GetMapping("/servers/{id}/card")
  String card(@AuthenticationPrincipal Actor actor, @PathVariable String id, Model model) {
    var row = mine(actor, id, Permission.VIEW);
    model.addAttribute("server", ServerCard.of(row, host, Instant.now()));
    model.addAttribute("rights", Map.of(id, rights(actor, row)));
    model.addAttribute("costs", costs(actor, List.of(row)));
    return "servers/list :: card";
  }

  @GetMapping("/servers/create")
  String create(
      @AuthenticationPrincipal Actor actor,
      @RequestParam(defaultValue = "") String game,
      Model model) {
    var form = CreateForm.blank();
    addCreate(actor, model, form, catalogue.game(game).isPresent() ? game : "");
    return "servers/create";
  }

  @GetMapping("/servers/{id}")
  String detail(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @RequestParam(defaultValue = "1") int hours,
      Model model) {
    var row = mine(actor, id, Permission.VIEW);
    addDetail(actor, model, row, hours);
    model.addAttribute("form", CreateForm.of(row));
    return "servers/detail";
  }

  @GetMapping("/servers/{id}/panel")
  String panel(@AuthenticationPrincipal Actor actor, @PathVariable String id, Model model) {
    addPanel(actor, model, mine(actor, id, Permission.VIEW));
    return "servers/detail :: panel";
  }

  @GetMapping("/servers/{id}/timeline")
  String timeline(@AuthenticationPrincipal Actor actor, @PathVariable String id, Model model) {
    model.addAttribute("id", id);
    model.addAttribute("events", timeline.of(actor, mine(actor, id, Permission.VIEW)));
    return "servers/detail :: timeline";
  }

  @GetMapping("/servers/{id}/backups")
  String backups(@AuthenticationPrincipal Actor actor, @PathVariable String id, Model model) {
    var row = mine(actor, id, Permission.FILES);
    model.addAttribute("may", rights(actor, row));
    addBackups(model, row);
    return "servers/detail :: backups";
  }

  @GetMapping("/servers/{id}/plots")
  String plots(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @RequestParam(defaultValue = "1") int hours,
      Model model) {
    addPlots(model, mine(actor, id, Permission.VIEW), hours);
    return "servers/detail :: plots";
  }

  void addCreate(Actor actor, Model model, CreateForm form, String game) {
    model.addAttribute(
        "standing", quota.standing(actor.name()).filter(Quota.Standing::bound).orElse(null));
    model.addAttribute("form", form);
    var games = catalogue.games();
    model.addAttribute("games", games);
    model.addAttribute(
        "prices",
        games.stream()
            .map(GameTemplate::priceClass)
            .distinct()
            .collect(Collectors.toMap(Function.identity(), estimates::hour)));
    model.addAttribute("chosen", game.isEmpty() ? form.typed().get("game_image_id") : game);
    model.addAttribute("catalogueProblems", catalogue.problems());
    var places = reads.places();
    model.addAttribute("places", places.size() > 1 ? places : List.of());
    model.addAttribute(
        "regions",
        places.size() > 1
            ? places.stream()
                .map(ServerReads.Place::region)
                .filter(region -> !region.isEmpty())
                .distinct()
                .sorted()
                .toList()
            : List.of());
  }

  void addDetail(Actor actor, Model model, ServerRow row, int hours) {
    model.addAttribute("id", row.id());
    model.addAttribute("grace", grace.isZero() ? "" : Words.span(grace));
    addPanel(actor, model, row);
    addBackups(model, row);
    model.addAttribute("chosen", chosen(row));
    model.addAttribute("events", timeline.of(actor, row));
    var lines =
        reads.rights(actor, row).contains(Permission.CONSOLE)
            ? reads.logTail(row.id(), LOG_LINES)
            : List.<ServerReads.LogLine>of();
    model.addAttribute("lines", lines);
    model.addAttribute("takesCommands", ConsoleDesk.takesCommands(row));
    model.addAttribute("lastLine", lines.isEmpty() ? 0 : lines.getLast().id());
    addPlots(model, row, hours);
  }

  private void addBackups(Model model, ServerRow row) {
    model.addAttribute("id", row.id());
    model.addAttribute("backups", backups.of(row.id()));
    model.addAttribute("left", backups.left(row.id()));
    model.addAttribute("asleep", "ASLEEP".equals(row.state()));
    model.addAttribute("awake", "AWAKE".equals(row.state()));
    model.addAttribute("still", "ASLEEP".equals(row.state()) || "FAILED".equals(row.state()));
    model.addAttribute("restored", backups.restored(row.id()));
  }

  private void addPanel(Actor actor, Model model, ServerRow row) {
    model.addAttribute("may", rights(actor, row));
    model.addAttribute("offer", backups.offer(row).orElse(null));
    model.addAttribute("moving", Transfer.isTold(row.reason()));
    model.addAttribute(
        "elsewhere",
        reads.places().stream().filter(place -> !place.id().equals(row.place())).toList());
    model.addAttribute("server", ServerCard.of(row, host, Instant.now()));
    model.addAttribute("more", reads.more(actor, row));
    model.addAttribute(
        "workflow", actor.admin() ? temporal.of(WorkflowIds.server(row.id())) : null);
    var spec = row.spec();
    model.addAttribute(
        "estimate",
        estimates
            .wake(spec.owner(), spec.template().priceClass(), actor.mayManage(spec.owner()))
            .orElse(null));
    model.addAttribute(
        "spent",
        actor.mayManage(spec.owner())
            ? estimates.spent(spec.owner(), row.id()).orElse(null)
            : null);
  }

  /// The settings of its game by their labels.
  private static Map<String, String> chosen(ServerRow row) {
    var game = row.spec().template();
    var shown = Wishes.shown(game);
    var chosen = new LinkedHashMap<String, String>();
    game.variables()
        .forEach(variable -> {
          var value = shown.get(variable.name());
          if (value != null) {
            chosen.put(variable.label(), value);
          }
        });
    return chosen;
  }

  private void addPlots(Model model, ServerRow row, int hours) {
    int span = hours == 6 || hours == 24 ? hours : 1;
    model.addAttribute("id", row.id());
    model.addAttribute("hours", span);
    model.addAttribute("plots", plots.of(row, Duration.ofHours(span)));
    model.addAttribute("measuring", "AWAKE".equals(row.state()));
  }

  private void addServers(Actor actor, Model model) {
    var now = Instant.now();
    var rows = reads.list(actor);
    var cards = rows.stream().map(row -> ServerCard.of(row, host, now)).toList();
    var rights = new LinkedHashMap<String, List<String>>();
    rows.forEach(row -> rights.put(row.id(), rights(actor, row)));
    model.addAttribute("rights", rights);
    var counts = new TreeMap<String, Integer>();
    cards.forEach(card -> counts.merge(card.label().toLowerCase(Locale.ROOT), 1, Integer::sum));
    model.addAttribute("servers", cards);
    model.addAttribute("costs", costs(actor, rows));
    model.addAttribute("warning", costs.warning(actor.name()).orElse(null));
    model.addAttribute(
        "summary",
        counts.entrySet().stream()
            .map(count -> count.getValue() + " " + count.getKey())
            .collect(Collectors.joining(" · ")));
  }

  /// What servers have cost so far, for those who may know.
  private Map<String, String> costs(Actor actor, List<ServerRow> rows) {
    var known = rows.stream().filter(row -> actor.mayManage(row.spec().owner())).toList();
    return costs.soFar(
        known.stream().map(ServerRow::id).collect(Collectors.toSet()),
        known.stream()
            .filter(row -> !row.state().equals("ASLEEP"))
            .map(row -> row.spec().owner())
            .collect(Collectors.toSet()));
  }

  private List<String> rights(Actor actor, ServerRow row) {
    return Permission.ids(reads.rights(actor, row));
  }

  private ServerRow mine(Actor actor, String id, Permission wanted) {
    return reads.find(actor, id, wanted).orElseThrow(Problem::serverNotFound);
  }
}
