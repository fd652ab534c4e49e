package dev.overwinter.api;

import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.ServletWebRequest;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.WebContext;
import org.thymeleaf.web.servlet.JakartaServletWebApplication;

/// A failure as a page for people.
@Component
final class ErrorPage {
  private final ITemplateEngine templates;

  ErrorPage(ITemplateEngine templates) {
    this.templates = templates;
  }

  String render(ProblemDetail problem, ServletWebRequest web) {
    var request = web.getRequest();
    var response = web.getResponse();
    if (response == null) {
      return String.valueOf(problem.getDetail());
    }
    var exchange =
        JakartaServletWebApplication.buildApplication(request.getServletContext())
            .buildExchange(request, response);
    var context = new WebContext(exchange, request.getLocale());
    context.setVariable("status", problem.getStatus());
    // Not "title": the layout calls its own piece of the page so.
    context.setVariable("heading", problem.getTitle());
    context.setVariable("detail", problem.getDetail());
    return templates.process("error-page", context);
  }
}
