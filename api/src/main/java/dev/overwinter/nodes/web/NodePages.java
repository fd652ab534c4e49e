package dev.overwinter.nodes.web;

import dev.overwinter.api.ApiConfig;
import dev.overwinter.api.Problem;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.api.auth.FormOrder;
import dev.overwinter.nodes.NodeOrder;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Validator;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
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

/// Nodes as a page for admins.
@Controller
@Hidden
class NodePages {
  private final NodeReads reads;
  private final NodeMembers members;
  private final NodeOrders orders;
  private final Validator validator;
  private final ApiConfig config;

  NodePages(
      NodeReads reads,
      NodeMembers members,
      NodeOrders orders,
      Validator validator,
      ApiConfig config) {
    this.reads = reads;
    this.members = members;
    this.orders = orders;
    this.validator = validator;
    this.config = config;
  }

  /// A node, ready to be placed.
  ///
  /// @param node what there is to show
  /// @param css lower-case state
  /// @param label the state for people
  /// @param story one line beside it; may be empty
  /// @param bars what is promised of what
  /// @param draining whether maintenance can be ended
  /// @param waiting servers that wait for it because it is lost
  /// @param left servers that were restarted elsewhere and have left their old world there
  record Card(
      NodeJson node,
      String css,
      String label,
      String story,
      List<Bar> bars,
      boolean draining,
      List<NodeReads.Affected> waiting,
      List<NodeReads.Affected> left) {}

  /// What is promised of something.
  ///
  /// @param what `Memory`, `CPU` or `Ports`
  /// @param promised how much
  /// @param offered of how much
  /// @param known whether that is known
  /// @param figures both in words
  record Bar(String what, long promised, long offered, boolean known, String figures) {}

  @GetMapping("/nodes")
  String list(@AuthenticationPrincipal Actor actor, Model model) {
    NodesController.requireAdmin(actor);
    model.addAttribute("nodes", reads.list().stream().map(this::card).toList());
    return "nodes/list";
  }

  @PostMapping("/nodes/tokens")
  String invite(@AuthenticationPrincipal Actor actor, Model model) {
    NodesController.requireAdmin(actor);
    var made = members.invite(actor.name(), NodesController.USUAL_LIFE);
    model.addAttribute("invitation", NodesController.invitation(made, config));
    return "nodes/token";
  }

  @PostMapping("/nodes/{id}/drain")
  ModelAndView drain(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      HttpServletRequest request,
      HttpServletResponse response) {
    NodesController.requireAdmin(actor);
    return order(
        () -> {
          orders.order(id, new NodeOrder.Maintain(true, actor.name()));
          return id + " takes no new servers; those that are empty fall asleep.";
        },
        request,
        response);
  }

  @PostMapping("/nodes/{id}/undrain")
  ModelAndView undrain(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      HttpServletRequest request,
      HttpServletResponse response) {
    NodesController.requireAdmin(actor);
    return order(
        () -> {
          orders.order(id, new NodeOrder.Maintain(false, actor.name()));
          return "The maintenance of " + id + " has ended.";
        },
        request,
        response);
  }

  @PostMapping("/nodes/{id}/retire")
  ModelAndView retire(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @RequestParam(defaultValue = "") String confirmed,
      HttpServletRequest request,
      HttpServletResponse response) {
    NodesController.requireAdmin(actor);
    return order(
        () -> {
          if (!"yes".equals(confirmed)) {
            throw Problem.of(
                HttpStatus.UNPROCESSABLE_CONTENT, "Nothing was done: tick the box to confirm.");
          }
          orders.order(id, new NodeOrder.Retire(actor.name()));
          members.expel(id);
          return id + " is out of service.";
        },
        request,
        response);
  }

  @PostMapping("/nodes/{id}/settings")
  ModelAndView settings(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @RequestParam(defaultValue = "") String region,
      @RequestParam(defaultValue = "") String tags,
      @RequestParam(name = "memory_percent", required = false) @Nullable Integer memoryPercent,
      @RequestParam(name = "cpu_percent", required = false) @Nullable Integer cpuPercent,
      HttpServletRequest request,
      HttpServletResponse response) {
    NodesController.requireAdmin(actor);
    var body = new NodeRequests.Change(region.strip(), words(tags), memoryPercent, cpuPercent);
    return order(
        () -> {
          check(body);
          var now = reads.find(id).orElseThrow(NodeOrders::notFound);
          var settings = NodesController.settings(now, body);
          orders.order(id, new NodeOrder.Configure(settings, actor.name()));
          return "The settings of " + id + " are saved.";
        },
        request,
        response);
  }

  private void check(NodeRequests.Change body) {
    var wrong =
        validator.validate(body).stream()
            .map(violation -> violation.getPropertyPath() + " " + violation.getMessage())
            .sorted()
            .collect(Collectors.joining("; "));
    if (!wrong.isEmpty()) {
      throw Problem.of(HttpStatus.UNPROCESSABLE_CONTENT, wrong);
    }
  }

  private static Set<String> words(String text) {
    return Arrays.stream(text.split("[\\s,]+"))
        .filter(word -> !word.isEmpty())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static ModelAndView order(
      Supplier<String> carryOut, HttpServletRequest request, HttpServletResponse response) {
    return FormOrder.carryOut("/nodes", carryOut, request, response);
  }

  private Card card(NodeJson node) {
    var affected = reads.affected(node.id());
    var state = node.state();
    boolean heard = "ONLINE".equals(state) || "DRAINING".equals(state);
    var story =
        switch (state) {
          case "UNKNOWN" -> "Its worker is silent; its games may well run.";
          case "LOST" -> "Silent for longer than its grace.";
          case "DRAINING" -> "In maintenance: nothing new, empty servers fall asleep.";
          case "RETIRED" -> "Out of service.";
          default -> "";
        };
    return new Card(
        node,
        state.toLowerCase(Locale.ROOT),
        state.charAt(0) + state.substring(1).toLowerCase(Locale.ROOT),
        heard && Boolean.FALSE.equals(node.dockerReachable())
            ? "Its Docker engine cannot be reached: " + node.detail()
            : story,
        List.of(
            bar("Memory", node.memory(), 1L << 20, " MiB"),
            bar("CPU", node.cpu(), 1000, " cores"),
            bar("Ports", node.ports(), 1, "")),
        "DRAINING".equals(state),
        affected.stream().filter(NodeReads.Affected::here).toList(),
        affected.stream().filter(server -> !server.here()).toList());
  }

  private static Bar bar(String what, NodeJson.Share share, long unit, String word) {
    var figures =
        share.has() == 0
            ? words(share.promised(), unit) + word + " promised; what it has is not known"
            : words(share.promised(), unit)
                + " of "
                + words(share.offered(), unit)
                + word
                + (share.offered() == share.has()
                    ? ""
                    : " (it has " + words(share.has(), unit) + ")");
    return new Bar(what, share.promised(), Math.max(1, share.offered()), share.has() > 0, figures);
  }

  private static String words(long amount, long unit) {
    var value = (double) amount / unit;
    return value == Math.rint(value)
        ? String.valueOf(Math.round(value))
        : String.format(Locale.ROOT, "%.1f", value);
  }
}
