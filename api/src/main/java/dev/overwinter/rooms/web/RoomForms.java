package dev.overwinter.rooms.web;

import dev.overwinter.api.Notice;
import dev.overwinter.api.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.ModelAndView;

/// How the forms of rooms are answered.
final class RoomForms {
  private RoomForms() {}

  /// Whoever has a login code is that guest in this browser from now on.
  static ModelAndView logIn(
      RoomEntrance entrance,
      HttpServletRequest request,
      HttpServletResponse response,
      String code,
      String path) {
    try {
      entrance
          .byCode(request, code)
          .ifPresentOrElse(
              arrived -> RoomCallers.remember(request, response, arrived),
              () -> Notice.bad("That code is not good any more.").leave(request, response));
    } catch (Problem tooOften) {
      Notice.bad(words(tooOften)).leave(request, response);
    }
    return redirect(path);
  }

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
