package dev.overwinter.api.auth.development;

import dev.overwinter.api.ApiConfig;
import dev.overwinter.api.ProblemWriter;
import dev.overwinter.api.auth.Developers;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/// Shows nothing to whom it does not concern.
final class DevelopersOnly extends OncePerRequestFilter {
  private final ApiConfig config;
  private final ProblemWriter problems;

  DevelopersOnly(ApiConfig config, ProblemWriter problems) {
    this.config = config;
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (Developers.mayEnter(config, request)) {
      chain.doFilter(request, response);
    } else {
      problems.answer(request, response, HttpStatus.NOT_FOUND, "There is nothing here");
    }
  }
}
