package dev.overwinter.api.docs;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Makes schemas say what Java says: which fields may be null, and that patterns are about the
/// whole text and not about some part of it.
final class SchemaDocs {
  // A path with any other character is refused before anything looks at it (BodyLimitFilter).
  private static final String SEGMENT = "^[A-Za-z0-9._-]{1,200}$";

  private SchemaDocs() {}

  static void complete(OpenAPI api) {
    var schemas = api.getComponents().getSchemas();
    schemas.forEach((name, schema) ->
        SchemaNames.described(name)
            .filter(Class::isRecord)
            .ifPresent(type -> nullable(type, schema)));
    schemas.values().forEach(SchemaDocs::anchor);
    api.getPaths().values().forEach(path -> path.readOperations().forEach(SchemaDocs::parameters));
  }

  private static void parameters(Operation operation) {
    var parameters = Optional.ofNullable(operation.getParameters()).orElse(List.of());
    for (Parameter parameter : parameters) {
      var schema = parameter.getSchema();
      anchor(schema);
      if ("path".equals(parameter.getIn()) && schema.getPattern() == null) {
        schema.setPattern(SEGMENT);
      }
    }
  }

  private static void nullable(Class<?> type, Schema<?> schema) {
    for (var component : type.getRecordComponents()) {
      var name = name(component);
      var property = schema.getProperties() == null ? null : schema.getProperties().get(name);
      if (property != null && component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
        schema.getProperties().put(name, orNull(property));
      }
    }
  }

  private static String name(RecordComponent component) {
    var named = component.getAccessor().getAnnotation(JsonProperty.class);
    return named == null || named.value().isEmpty() ? component.getName() : named.value();
  }

  private static Schema<?> orNull(Schema<?> schema) {
    if (schema.get$ref() != null) {
      return new JsonSchema().anyOf(List.of(schema, new JsonSchema().types(Set.of("null"))));
    }
    if (schema.getTypes() != null) { // none: anything goes
      var types = new LinkedHashSet<>(schema.getTypes());
      types.add("null");
      schema.setTypes(types);
    }
    return schema;
  }

  private static void anchor(@Nullable Schema<?> schema) {
    if (schema == null) {
      return;
    }
    if (schema.getPattern() != null && !schema.getPattern().startsWith("^")) {
      schema.setPattern("^(?:" + portable(schema.getPattern()) + ")$");
    }
    Stream.concat(
            Stream.of(schema.getItems()),
            Optional.ofNullable(schema.getProperties())
                .orElse(java.util.Map.of())
                .values()
                .stream())
        .forEach(SchemaDocs::anchor);
  }

  /// Without the classes that only Java knows. JSON holds no halves of characters anyway.
  private static String portable(String pattern) {
    return pattern.replace("\\p{Cntrl}", "\\x00-\\x1f\\x7f").replace("\\p{Cs}", "");
  }
}
