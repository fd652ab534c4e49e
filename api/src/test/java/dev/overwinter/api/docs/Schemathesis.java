package dev.overwinter.api.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.platform.Http;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// One run of schemathesis against an api: which phases, as whom, with what in the place of ids.
/// The same seed makes the same requests, as far as the API itself repeats itself.
final class Schemathesis {
  private static final Duration LONGEST = Duration.ofMinutes(10);

  /// Operations that are not run, each for the reason beside it.
  private static final Map<String, String> LEFT_OUT =
      Map.of(
          "/api/servers/stream", "an event stream: it has no end",
          "/api/sessions/stream", "an event stream: it has no end",
          "/api/servers/{id}/logs/stream", "an event stream: it has no end");

  private final String url;
  private final List<String> operations = new ArrayList<>();
  private final StringBuilder settings =
      new StringBuilder(
          """
          # Which methods there are is Spring's business.
          phases.coverage.unexpected-methods = []
          # What was made up must not hang on what was answered: the same requests every time.
          phases.coverage.extra-data-sources.responses = false
          phases.fuzzing.extra-data-sources.responses = false
          phases.fuzzing.error-feedback.enabled = false
          generation.with-security-parameters = false
          auth.auto-signup = false
          cache.enabled = false
          """);

  Schemathesis(String url) {
    this.url = url;
    LEFT_OUT.keySet().forEach(path -> operations.add(operation(path(path), "enabled = false")));
  }

  /// Who asks, unless an operation says otherwise.
  Schemathesis as(String token) {
    settings.append("headers = { Authorization = \"Bearer %s\" }%n".formatted(token));
    return this;
  }

  /// Who asks for some operations, if nothing that was said before is about them.
  Schemathesis asFor(String which, String header, String value) {
    return also(which, "headers = { %s = \"%s\" }".formatted(header, value));
  }

  /// What stands for parameters such as `path.id` of some operations, likewise.
  Schemathesis with(String which, Map<String, String> parameters) {
    var all =
        parameters.entrySet().stream()
            .map(one -> "\"%s\" = \"%s\"".formatted(one.getKey(), one.getValue()))
            .toList();
    return also(which, "parameters = { " + String.join(", ", all) + " }");
  }

  private Schemathesis also(String which, String what) {
    operations.add(operation(which, what));
    return this;
  }

  /// Those under one path.
  static String path(String path) {
    return "include-path = \"" + path + "\"";
  }

  /// One method of a path, such as `GET /api/me`.
  static String only(String name) {
    return "include-name = \"" + name + "\"";
  }

  /// Those whose path looks like this.
  static String paths(String regex) {
    return "include-path-regex = '" + regex + "'";
  }

  /// Those that the documentation puts together.
  static String tag(String tag) {
    return "include-tag = \"" + tag + "\"";
  }

  private static String operation(String which, String what) {
    return "[[operations]]\n" + which + "\n" + what + "\n";
  }

  /// The configuration file.
  String configuration() {
    return settings + "\n" + String.join("\n", operations);
  }

  /// Runs it and expects nothing to be found.
  void findsNothing(Path directory, String... arguments) throws IOException, InterruptedException {
    Files.writeString(directory.resolve("schemathesis.toml"), configuration());
    // Not by itself, since it gives up after ten seconds on a machine that is busy.
    var documented = new Http(url).get("/openapi.json").body();
    Files.writeString(directory.resolve("openapi.json"), documented);
    var command = new ArrayList<>(List.of(tool(), "run", "openapi.json", "--url=" + url));
    command.addAll(
        List.of(
            "--checks=not_a_server_error,status_code_conformance,content_type_conformance,"
                + "response_headers_conformance,response_schema_conformance",
            "--generation-deterministic",
            "--no-shrink",
            "--continue-on-failure",
            "--request-timeout=60",
            "--warnings=off",
            "--no-color"));
    command.addAll(List.of(arguments));
    var log = directory.resolve("schemathesis.log");
    var process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      assertThat(process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS))
          .as("schemathesis ends within %s", LONGEST)
          .isTrue();
    } finally {
      process.destroyForcibly();
    }
    var said = Files.readString(log);
    assertThat(process.exitValue()).as(said).isZero();
  }

  private static String tool() {
    return Objects.requireNonNull(
        System.getenv("OVERWINTER_SCHEMATHESIS"),
        "OVERWINTER_SCHEMATHESIS (expected: path of the program schemathesis; ./overwinter test"
            + " installs it and sets this)");
  }
}
