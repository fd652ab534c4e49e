package dev.overwinter.rooms.web;

import dev.overwinter.api.Problem;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.ModelAndView;

/// How the forms of rooms are answered.
final class RoomForms {
  private RoomForms() {}

  /// The page with the form again, which says what was wrong.
  static ModelAndView again(Problem refused, String view) {
    var page = new ModelAndView(view);
    page.setStatus(HttpStatus.valueOf(refused.getStatusCode().value()));
    return page;
  }

  /// Why something was refused, for people.
  static String words(Problem refused) {
    return Optional.ofNullable(refused.getBody().getDetail()).orElse("That did not work.");
  }

  /// The page that follows a form.
  static ModelAndView redirect(String path) {
    var page = new ModelAndView("redirect:" + path);
    page.setStatus(HttpStatus.SEE_OTHER);
    return page;
  }
}
