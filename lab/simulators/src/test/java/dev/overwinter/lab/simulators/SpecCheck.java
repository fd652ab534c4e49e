package dev.overwinter.lab.simulators;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.LevelResolver;
import com.atlassian.oai.validator.report.ValidationReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// DigitalOcean's own description of its API, held against requests and answers.
///
/// The description is data beside the checkout and not part of it: `-Ddigitalocean.spec` or
/// `DIGITALOCEAN_SPEC` says where, else `../shared/data` from the root.
final class SpecCheck {
  private static final String FILE = "digitalocean-openapi-subset.json";
  private static final Optional<SpecCheck> FOUND = find();

  private final OpenApiInteractionValidator validator;

  private SpecCheck(String description) {
    // Two traps of this description under this validator: allOf with closed parts, and "float",
    // which it takes for the type and then refuses prices as double.
    this.validator =
        OpenApiInteractionValidator.createForInlineApiSpecification(
                description.replaceAll("\"format\"\\s*:\\s*\"float\"", "\"x-format\": \"float\""))
            .withLevelResolver(
                LevelResolver.create()
                    .withLevel(
                        "validation.request.body.schema.additionalProperties",
                        ValidationReport.Level.IGNORE)
                    .withLevel(
                        "validation.response.body.schema.additionalProperties",
                        ValidationReport.Level.IGNORE)
                    .withLevel(
                        "validation.schema.additionalProperties", ValidationReport.Level.IGNORE)
                    .build())
            .build();
  }

  /// Returns the check, or nothing where the description is not.
  static Optional<SpecCheck> here() {
    return FOUND;
  }

  private static Optional<SpecCheck> find() {
    var named = System.getProperty("digitalocean.spec", System.getenv("DIGITALOCEAN_SPEC"));
    var path = named != null ? Path.of(named) : Path.of("../../../shared/data").resolve(FILE);
    if (!Files.isRegularFile(path)) {
      System.out.println("DigitalOcean's description is not here: requests and answers unchecked");
      return Optional.empty();
    }
    try {
      return Optional.of(new SpecCheck(Files.readString(path)));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /// Returns what is wrong with a request.
  List<String> request(String method, String pathAndQuery, String body) {
    int question = pathAndQuery.indexOf('?');
    var path = question < 0 ? pathAndQuery : pathAndQuery.substring(0, question);
    var request =
        new SimpleRequest.Builder(method, path).withHeader("Authorization", "Bearer simulation");
    if (question >= 0) {
      for (var pair : pathAndQuery.substring(question + 1).split("&", -1)) {
        var parts = pair.split("=", 2);
        request.withQueryParam(parts[0], parts[1]);
      }
    }
    if (!body.isEmpty()) {
      request.withContentType("application/json").withBody(body);
    }
    return messages(validator.validateRequest(request.build()));
  }

  /// Returns what is wrong with an answer.
  List<String> answer(String method, String path, Reply reply) {
    var response = SimpleResponse.Builder.status(reply.status());
    reply.header("content-type").ifPresent(type -> response.withContentType(type));
    reply.headers().forEach((name, values) -> response.withHeader(name, values));
    if (!reply.text().isEmpty()) {
      response.withBody(reply.text());
    }
    var verb = Request.Method.valueOf(method);
    return messages(validator.validateResponse(path, verb, response.build()));
  }

  private static List<String> messages(ValidationReport report) {
    return report.getMessages().stream()
        .filter(message -> message.getLevel() == ValidationReport.Level.ERROR)
        .map(ValidationReport.Message::toString)
        .toList();
  }
}
