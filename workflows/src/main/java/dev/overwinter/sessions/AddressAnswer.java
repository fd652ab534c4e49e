package dev.overwinter.sessions;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/// What became of the wait for a droplet's address.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = AddressAnswer.Usable.class, name = "usable"),
  @JsonSubTypes.Type(value = AddressAnswer.Vanished.class, name = "vanished"),
  @JsonSubTypes.Type(value = AddressAnswer.NotYet.class, name = "notYet"),
})
public sealed interface AddressAnswer {

  /// Active, with a public IPv4.
  record Usable(DropletFacts droplet) implements AddressAnswer {}

  /// GET says 404, asked more than once: the placement failed.
  record Vanished() implements AddressAnswer {}

  /// The patience is over.
  ///
  /// @param status what it still is
  record NotYet(String status) implements AddressAnswer {}
}
