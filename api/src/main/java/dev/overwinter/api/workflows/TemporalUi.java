package dev.overwinter.api.workflows;

import dev.overwinter.api.ApiConfig;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Where Temporal's UI shows workflows.
@Component
public final class TemporalUi {
  private final @Nullable String url;
  private final String namespace;

  TemporalUi(ApiConfig config) {
    url = config.temporalUi();
    namespace = config.temporalNamespace();
  }

  /// A workflow.
  ///
  /// @param id of it
  /// @param link to all its runs; null when nobody has said where the UI is
  public record Workflow(String id, @Nullable String link) {}

  /// A workflow by its id.
  public Workflow of(String id) {
    return new Workflow(id, url == null ? null : url + search(id));
  }

  /// Where the UI begins; null when nobody has said where it is.
  public @Nullable String home() {
    return url == null ? null : url + workflows();
  }

  /// By a search, since a workflow has many runs: it continues as new.
  private String search(String id) {
    var quoted = id.replace("\\", "\\\\").replace("\"", "\\\"");
    return workflows() + "?query=" + encoded("WorkflowId=\"" + quoted + "\"");
  }

  private String workflows() {
    return "/namespaces/" + encoded(namespace) + "/workflows";
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
