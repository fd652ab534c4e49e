package dev.overwinter.api.docs;

import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/// Puts `/openapi.json` together.
@Configuration(proxyBeanMethods = false)
class ApiDocs {
  @Bean
  static OpenAPI openApi() {
    return new OpenAPI()
        .info(
            new Info()
                .title("Overwinter")
                .version("1")
                .description(
                    "Game servers that sleep when empty and wake when a player knocks.\n\n"
                        + "`state` is one of CREATING, ASLEEP, WAKING, AWAKE, HIBERNATING, RELOCATING, RESTORING, FAILED,"
                        + " DELETING; `seed_state` is the same in the words of the older API:"
                        + " SLEEPING, STARTING, RUNNING, STOPPING. Errors are"
                        + " `application/problem+json`."))
        .components(
            new Components()
                .addSecuritySchemes(
                    "token",
                    new SecurityScheme()
                        .type(SecurityScheme.Type.HTTP)
                        .scheme("bearer")
                        .bearerFormat("JWT")
                        .description("From POST /auth/login or `./overwinter token`")))
        .addSecurityItem(new SecurityRequirement().addList("token"));
  }

  /// First of the list is last of the chain: what asks it is put before it.
  @Bean
  @Order(Ordered.HIGHEST_PRECEDENCE)
  static ModelResolver schemas() {
    return new ModelResolver(Json31.mapper(), new SchemaNames()).openapi31(true);
  }

  @Bean
  static OperationCustomizer namedRefusals() {
    return RefusalDocs::named;
  }

  @Bean
  static OpenApiCustomizer completeDocs() {
    return api -> {
      if (api.getPaths() != null) {
        SchemaDocs.complete(api);
        RefusalDocs.complete(api);
      }
    };
  }
}
