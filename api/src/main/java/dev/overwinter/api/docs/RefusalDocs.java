package dev.overwinter.api.docs;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;
import org.springframework.web.method.HandlerMethod;

/// Every refusal that an operation may answer with, as `application/problem+json` in one shape.
final class RefusalDocs {
  private static final String PROBLEM = "Problem";
  private static final String TYPE = "application/problem+json";

  /// Proxies and nodes: neither held to a rate, nor in need of a role.
  private static final List<String> DOORS =
      List.of("/api/proxy/", "/api/nodes/telemetry", "/api/nodes/backups/");

  /// Machines that want to become nodes, whose token is in the body.
  private static final String JOIN = "/api/nodes/join";

  /// Where programs of the older universe come in, which know another shape of 422.
  private static final List<String> ENTRANCES = List.of("/auth/register", "/auth/login");

  private static final String FAULTS = "FIELD_FAULTS";

  private static final Map<HttpStatus, String> WORDS =
      Map.ofEntries(
          Map.entry(HttpStatus.BAD_REQUEST, "The request cannot be read"),
          Map.entry(HttpStatus.UNAUTHORIZED, "No token, or one that is not valid any more"),
          Map.entry(HttpStatus.FORBIDDEN, "Not for this caller"),
          Map.entry(HttpStatus.NOT_FOUND, "Not there, or not for this caller"),
          Map.entry(HttpStatus.NOT_ACCEPTABLE, "There is no such form of the answer"),
          Map.entry(HttpStatus.CONFLICT, "Not as things stand; `detail` says why"),
          Map.entry(HttpStatus.GONE, "It has ended"),
          Map.entry(HttpStatus.CONTENT_TOO_LARGE, "The body is too large"),
          Map.entry(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The body is of another type"),
          Map.entry(HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE, "It has no such bytes"),
          Map.entry(HttpStatus.UNPROCESSABLE_CONTENT, "A value is not what was expected"),
          Map.entry(HttpStatus.TOO_MANY_REQUESTS, "Too often; `Retry-After` says when again"),
          Map.entry(HttpStatus.BAD_GATEWAY, "The order was carried out in part, and failed"),
          Map.entry(
              HttpStatus.SERVICE_UNAVAILABLE,
              "Something behind the API does not answer; try again"),
          Map.entry(HttpStatus.INSUFFICIENT_STORAGE, "There is no room for it"));

  private RefusalDocs() {}

  /// Those of one operation that its controller names.
  static Operation named(Operation operation, HandlerMethod method) {
    Optional.ofNullable(method.getMethodAnnotation(Refuses.class)).stream()
        .flatMap(refuses -> Stream.of(refuses.value()))
        .forEach(status -> add(operation, status));
    return operation;
  }

  /// Those that may befall any request, and what all of them look like.
  static void complete(OpenAPI api) {
    describe(api.getComponents());
    api.getPaths()
        .forEach((path, item) ->
            item.readOperations()
                .forEach(operation -> {
                  usual(path, operation).forEach(status -> add(operation, status));
                  if (ENTRANCES.contains(path)) {
                    operation
                        .getResponses()
                        .computeIfPresent("422", (_, _) -> new ApiResponse().$ref(FAULTS));
                  }
                  sort(operation);
                }));
  }

  private static List<HttpStatus> usual(String path, Operation operation) {
    var all = new ArrayList<>(List.of(HttpStatus.BAD_REQUEST, HttpStatus.SERVICE_UNAVAILABLE));
    var body = operation.getRequestBody();
    if (body != null) {
      all.add(HttpStatus.CONTENT_TOO_LARGE);
      if (!body.getContent().containsKey("application/octet-stream")) {
        all.add(HttpStatus.UNSUPPORTED_MEDIA_TYPE);
        all.add(HttpStatus.UNPROCESSABLE_CONTENT);
      }
    }
    boolean numbered = path.startsWith("/api/universe/") && has(operation, "path");
    if (numbered || has(operation, "query") || has(operation, "header")) {
      all.add(HttpStatus.UNPROCESSABLE_CONTENT);
    }
    if (operation.getResponses().values().stream()
        .anyMatch(answer -> answer.getContent() != null)) {
      all.add(HttpStatus.NOT_ACCEPTABLE);
    }
    if (!path.equals(JOIN)) {
      all.add(HttpStatus.UNAUTHORIZED);
    }
    if (!path.equals(JOIN) && DOORS.stream().noneMatch(path::startsWith)) {
      all.add(HttpStatus.FORBIDDEN);
      all.add(HttpStatus.TOO_MANY_REQUESTS);
      if (has(operation, "path")) {
        all.add(HttpStatus.NOT_FOUND);
      }
    }
    return all;
  }

  private static boolean has(Operation operation, String place) {
    return Optional.ofNullable(operation.getParameters()).orElse(List.of()).stream()
        .anyMatch(parameter -> place.equals(parameter.getIn()));
  }

  private static void add(Operation operation, HttpStatus status) {
    operation
        .getResponses()
        .putIfAbsent(String.valueOf(status.value()), new ApiResponse().$ref(status.name()));
  }

  private static void sort(Operation operation) {
    var sorted = new TreeMap<>(operation.getResponses());
    operation.getResponses().clear();
    operation.getResponses().putAll(sorted);
  }

  private static Schema<?> faults() {
    var fault = new ObjectSchema();
    fault.addProperty("type", new StringSchema().description("What is wrong"));
    fault.addProperty(
        "loc",
        new ArraySchema()
            .items(new Schema<>())
            .description("Where: `body`, then the field, or how far into the text"));
    fault.addProperty("msg", new StringSchema().description("For people"));
    fault.addProperty("input", new Schema<>().description("What was there"));
    fault.setRequired(List.of("type", "loc", "msg", "input"));
    var faults = new ObjectSchema();
    faults.addProperty("detail", new ArraySchema().items(fault));
    faults.setRequired(List.of("detail"));
    return faults;
  }

  private static void describe(Components components) {
    components.addSchemas(PROBLEM, problem());
    components.addSchemas("FieldFaults", faults());
    components.addResponses(
        FAULTS,
        new ApiResponse()
            .description("A field is not what was expected")
            .content(
                new Content()
                    .addMediaType(
                        "application/json",
                        new MediaType().schema(new Schema<>().$ref("FieldFaults")))));
    WORDS.forEach((status, words) -> {
      var answer =
          new ApiResponse()
              .description(words)
              .content(
                  new Content()
                      .addMediaType(TYPE, new MediaType().schema(new Schema<>().$ref(PROBLEM))));
      if (status == HttpStatus.TOO_MANY_REQUESTS || status == HttpStatus.SERVICE_UNAVAILABLE) {
        answer.addHeaderObject(
            "Retry-After",
            new Header().description("Seconds, where they are known").schema(new IntegerSchema()));
      }
      components.addResponses(status.name(), answer);
    });
  }

  private static Schema<?> problem() {
    var wrong = new ObjectSchema();
    wrong.addProperty("field", new StringSchema());
    wrong.addProperty("expected", new StringSchema());
    wrong.setRequired(List.of("field", "expected"));
    var problem = new ObjectSchema();
    problem.description("A refusal (RFC 9457)");
    problem.addProperty("type", new StringSchema().description("Holds `code`, if there is one"));
    problem.addProperty("title", new StringSchema());
    problem.addProperty("status", new IntegerSchema());
    problem.addProperty(
        "detail", new StringSchema().description("What is wrong; what was expected"));
    problem.addProperty("instance", new StringSchema());
    problem.addProperty("error", new StringSchema().description("The title, for older clients"));
    problem.addProperty("code", new StringSchema().description("For programs to switch on"));
    problem.addProperty("errors", new ArraySchema().items(wrong));
    problem.addProperty("retry_after_seconds", new IntegerSchema());
    problem.setRequired(List.of("title", "status", "detail", "error"));
    return problem;
  }
}
