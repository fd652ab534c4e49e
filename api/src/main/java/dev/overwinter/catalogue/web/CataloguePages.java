package dev.overwinter.catalogue.web;

import dev.overwinter.api.Notice;
import dev.overwinter.api.auth.Actor;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;

/// The catalogue as a page for admins: what can be played, and what is wrong with which line.
@Controller
@Hidden
final class CataloguePages {
  private final Catalogue catalogue;

  CataloguePages(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  @GetMapping("/catalogue")
  String page(@AuthenticationPrincipal Actor actor, Model model) {
    GamesController.requireAdmin(actor);
    model.addAttribute("items", catalogue.items());
    model.addAttribute("problems", catalogue.problems());
    model.addAttribute("directory", catalogue.ownDirectory());
    model.addAttribute("readAt", catalogue.readAt());
    return "catalogue/list";
  }

  @PostMapping("/catalogue/reload")
  ModelAndView reload(
      @AuthenticationPrincipal Actor actor,
      HttpServletRequest request,
      HttpServletResponse response) {
    GamesController.requireAdmin(actor);
    boolean changed = catalogue.reload();
    int problems = catalogue.problems().size();
    var said = changed ? "The catalogue was read again." : "Nothing has changed.";
    var notice =
        problems == 0
            ? Notice.good(said)
            : Notice.bad(said + " " + problems + " problems are listed below.");
    notice.leave(request, response);
    var page = new ModelAndView("redirect:/catalogue");
    page.setStatus(HttpStatus.SEE_OTHER);
    return page;
  }
}
