package dev.overwinter.universe.ruleset;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/// How a level is taken down.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = DemolitionRule.AtOnce.class, name = "at_once"),
  @JsonSubTypes.Type(value = DemolitionRule.Work.class, name = "work"),
})
public sealed interface DemolitionRule {

  /// At once; a share of the price of the level that is left comes back.
  record AtOnce(int refundPercent) implements DemolitionRule {}

  /// It takes a place in the queue, the time and the price of building that level; research makes
  /// it cheaper.
  ///
  /// @param percentPerLevel how much each level of the technology takes off
  record Work(String tech, int percentPerLevel) implements DemolitionRule {}
}
