package dev.overwinter.api.auth;

import dev.overwinter.api.Notice;
import dev.overwinter.api.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.ModelAndView;

/// What the buttons of pages do: an order is carried out, and the page that comes next says how
/// that went. A refusal is audited as one, although the answer is a redirect.
public final class FormOrder {
  private FormOrder() {}

  /// Carries an order out.
  ///
  /// @param next path of the page that comes next
  /// @param carryOut what to do; says in one line what was done
  public static ModelAndView carryOut(
      String next,
      Supplier<String> carryOut,
      HttpServletRequest request,
      HttpServletResponse response) {
    return carryOut(next, _ -> false, carryOut, request, response);
  }

  /// The same with problems that have pages of their own.
  ///
  /// @param shown those
  public static ModelAndView carryOut(
      String next,
      Predicate<Problem> shown,
      Supplier<String> carryOut,
      HttpServletRequest request,
      HttpServletResponse response) {
    Notice notice;
    try {
      notice = Notice.good(carryOut.get());
    } catch (Problem e) {
      if (shown.test(e)) {
        throw e;
      }
      notice = Notice.bad(detail(e));
      AuditInterceptor.result(request, e.getStatusCode().value());
    }
    notice.leave(request, response);
    return to(next);
  }

  /// What is not there is a page of its own.
  public static boolean isNotFound(Problem problem) {
    return problem.getStatusCode() == HttpStatus.NOT_FOUND;
  }

  /// What a problem says to people.
  public static String detail(Problem problem) {
    return Objects.requireNonNullElse(problem.getBody().getDetail(), "It did not work.");
  }

  /// The page that comes next, by GET.
  public static ModelAndView to(String next) {
    var page = new ModelAndView("redirect:" + next);
    page.setStatus(HttpStatus.SEE_OTHER);
    return page;
  }
}
