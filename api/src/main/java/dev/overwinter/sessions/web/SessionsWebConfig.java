package dev.overwinter.sessions.web;

import dev.overwinter.api.ApiConfig;
import dev.overwinter.api.auth.AuditInterceptor;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/// Puts the older paths in front.
@Configuration(proxyBeanMethods = false)
class SessionsWebConfig {

  @Bean
  FilterRegistrationBean<OlderPathsFilter> olderSessionPaths(
      OlderSessions sessions,
      GameDoor games,
      AuditInterceptor audit,
      JsonMapper json,
      ApiConfig config,
      MeterRegistry meters) {
    var cors = new Cors(config.sessions().origins());
    var registration =
        new FilterRegistrationBean<>(
            new OlderPathsFilter(sessions, games, cors, audit, json, meters));
    // Before the limit of bodies, which refuses paths with percent signs.
    registration.setOrder(Integer.MIN_VALUE);
    registration.setName("olderSessionPaths");
    return registration;
  }
}
