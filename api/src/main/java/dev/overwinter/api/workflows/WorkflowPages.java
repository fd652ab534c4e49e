package dev.overwinter.api.workflows;

import dev.overwinter.api.auth.Actor;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.List;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// What runs, as a page for admins.
@Controller
@Hidden
class WorkflowPages {
  private static final int LONGEST = 100;

  private final WorkflowReads reads;
  private final TemporalUi ui;

  WorkflowPages(WorkflowReads reads, TemporalUi ui) {
    this.reads = reads;
    this.ui = ui;
  }

  /// Workflows of one kind.
  ///
  /// @param title for people
  /// @param running at most [WorkflowReads#MOST]
  /// @param more whether there are more
  record Kind(String title, List<WorkflowReads.Running> running, boolean more) {
    static Kind of(String title, List<WorkflowReads.Running> found) {
      var shown = found.stream().limit(WorkflowReads.MOST).toList();
      return new Kind(title, shown, found.size() > shown.size());
    }
  }

  @GetMapping("/workflows")
  String list(
      @AuthenticationPrincipal Actor actor,
      @RequestParam(defaultValue = "") String wanted,
      Model model) {
    if (!actor.admin()) {
      throw new AccessDeniedException("admin only");
    }
    var text = wanted.strip().replace("\0", "");
    var words =
        text.substring(
            0,
            text.offsetByCodePoints(0, Math.min(LONGEST, text.codePointCount(0, text.length()))));
    model.addAttribute("wanted", words);
    model.addAttribute("home", ui.home());
    model.addAttribute(
        "kinds",
        List.of(
            Kind.of("Servers", reads.servers(words)),
            Kind.of("Nodes", reads.nodes(words)),
            Kind.of("Accounts", reads.accounts(words))));
    return "workflows/list";
  }
}
