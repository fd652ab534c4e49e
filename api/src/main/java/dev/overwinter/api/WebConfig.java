package dev.overwinter.api;

import dev.overwinter.api.auth.AuditInterceptor;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// What every request meets.
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class WebConfig implements WebMvcConfigurer {
  private final AuditInterceptor audit;

  private final PageInterceptor pages;

  WebConfig(AuditInterceptor audit, PageInterceptor pages) {
    this.audit = audit;
    this.pages = pages;
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(audit);
    registry.addInterceptor(pages);
  }
}
