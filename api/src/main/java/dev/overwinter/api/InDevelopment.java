package dev.overwinter.api;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/// What exists for developers only. Our own configuration decides and nothing else: no profile and
/// no property of Spring's.
public final class InDevelopment implements Condition {

  @Override
  public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
    var beans = context.getBeanFactory();
    return beans != null
        && beans.getBean(ApiConfig.class.getName(), ApiConfig.class).signIn().development();
  }
}
