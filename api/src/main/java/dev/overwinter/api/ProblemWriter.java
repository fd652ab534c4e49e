package dev.overwinter.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.ServletWebRequest;
import tools.jackson.databind.json.JsonMapper;

/// Answers with `application/problem+json` where no controller is in play: in filters.
@Component
public final class ProblemWriter {
  private final JsonMapper json;
  private final ErrorPage page;

  ProblemWriter(JsonMapper json, ErrorPage page) {
    this.json = json;
    this.page = page;
  }

  /// Writes the answer as whoever asks can read it: a page for a browser.
  public void answer(
      HttpServletRequest request, HttpServletResponse response, HttpStatus status, String detail)
      throws IOException {
    if (!wantsPage(request)) {
      write(response, status, detail);
      return;
    }
    var problem = ProblemDetail.forStatusAndDetail(status, detail);
    var text = page.render(problem, new ServletWebRequest(request, response));
    response.setStatus(status.value());
    response.setContentType("text/html;charset=UTF-8");
    response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    response.flushBuffer();
  }

  /// Writes the answer, unless one is already on its way.
  public void write(HttpServletResponse response, HttpStatus status, String detail)
      throws IOException {
    if (response.isCommitted()) {
      return;
    }
    response.resetBuffer();
    response.setStatus(status.value());
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    var problem = ProblemDetail.forStatusAndDetail(status, detail);
    problem.setProperty("error", status.getReasonPhrase()); // as the older API named it
    response.getOutputStream().write(json.writeValueAsBytes(problem));
    response.flushBuffer();
  }

  /// Whether the caller is a browser that wants a page rather than a program.
  public static boolean wantsPage(HttpServletRequest request) {
    var accept = request.getHeader("Accept");
    return accept != null
        && accept.contains(MediaType.TEXT_HTML_VALUE)
        && !request.getRequestURI().startsWith("/api/");
  }
}
