package dev.overwinter.nodes;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Objects;

/// What an operator may order a node.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = NodeOrder.Maintain.class, name = "maintain"),
  @JsonSubTypes.Type(value = NodeOrder.Configure.class, name = "configure"),
  @JsonSubTypes.Type(value = NodeOrder.Retire.class, name = "retire"),
})
public sealed interface NodeOrder {

  /// Who orders it.
  String by();

  /// Begin or end maintenance.
  ///
  /// @param on whether it begins
  /// @param by who orders it
  record Maintain(boolean on, String by) implements NodeOrder {
    public Maintain {
      Objects.requireNonNull(by, "by");
    }
  }

  /// Change region, tags and how much is promised.
  ///
  /// @param settings all of them
  /// @param by who orders it
  record Configure(NodeSettings settings, String by) implements NodeOrder {
    public Configure {
      Objects.requireNonNull(settings, "settings");
      Objects.requireNonNull(by, "by");
    }
  }

  /// Take it out of service for good; refused while it has servers.
  ///
  /// @param by who orders it
  record Retire(String by) implements NodeOrder {
    public Retire {
      Objects.requireNonNull(by, "by");
    }
  }
}
