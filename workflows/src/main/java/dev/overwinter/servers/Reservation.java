package dev.overwinter.servers;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/// The answer to a request for a port and a subnet.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Reservation.Granted.class, name = "granted"),
  @JsonSubTypes.Type(value = Reservation.Refused.class, name = "refused"),
})
public sealed interface Reservation {

  /// Reserved until released.
  ///
  /// @param allocation what is reserved
  record Granted(Allocation allocation) implements Reservation {}

  /// Nothing was reserved.
  ///
  /// @param reason one line for people, for example `port 25565 is taken by server 7f3k2m9q`
  record Refused(String reason) implements Reservation {}
}
