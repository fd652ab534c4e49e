package dev.overwinter.servers;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How a start of a container ended.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Started.Ready.class, name = "ready"),
  @JsonSubTypes.Type(value = Started.Failed.class, name = "failed"),
})
public sealed interface Started {

  /// The game answered its own protocol.
  ///
  /// @param at where
  /// @param run which start of the container this is: changes with every start
  record Ready(Endpoint at, String run) implements Started {}

  /// It exited, or did not answer in time; the container is stopped.
  ///
  /// @param reason one line for people, with the exit code and the last line of its log
  /// @param lastLines what it printed last, at most 20 lines
  record Failed(String reason, List<String> lastLines) implements Started {
    public Failed(String reason, @Nullable List<String> lastLines) {
      this.reason = Objects.requireNonNull(reason, "reason");
      // Absent in what was written before it existed.
      this.lastLines = lastLines == null ? List.of() : List.copyOf(lastLines);
    }

    /// It printed nothing that helps.
    public Failed(String reason) {
      this(reason, List.of());
    }
  }
}
