package dev.overwinter.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.ModelAndView;

/// Gives every page who looks at it (`actor`) and what the page before has left (`notice`).
@Component
final class PageInterceptor implements HandlerInterceptor {

  @Override
  public void postHandle(
      HttpServletRequest request,
      HttpServletResponse response,
      Object handler,
      @Nullable ModelAndView page) {
    if (page == null || page.getViewName() == null || page.getViewName().startsWith("redirect:")) {
      return;
    }
    if (request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken token) {
      // Now: once a long page has begun, its cookie can no longer be sent.
      var _ = token.getToken();
    }
    response.setHeader("Cache-Control", "no-store");
    if (request.getHeader("HX-Request") == null) {
      Notice.take(request, response).ifPresent(notice -> page.addObject("notice", notice));
    }
    var authentication = SecurityContextHolder.getContext().getAuthentication();
    if (authentication != null
        && authentication.getPrincipal() instanceof dev.overwinter.api.auth.Actor actor) {
      page.addObject("actor", actor);
    }
  }
}
