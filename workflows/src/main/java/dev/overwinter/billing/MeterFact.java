package dev.overwinter.billing;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/// What a server says about its own use. Facts of one server are numbered; one that comes twice, or
/// after a later one, changes nothing.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = MeterFact.Started.class, name = "started"),
  @JsonSubTypes.Type(value = MeterFact.Stopped.class, name = "stopped"),
})
public sealed interface MeterFact {

  /// Which server.
  String server();

  /// Grows with every fact of the server.
  long number();

  /// When it happened, as the node saw it.
  Instant at();

  /// From now on it is used in this way; what it was used in before ends at the same moment.
  ///
  /// @param run which start of its container; empty when it sleeps
  /// @param priceClass what it costs, by name
  /// @param use in which way
  /// @param continues whether the platform, and not somebody, began it, so that the minimum has
  ///   been paid already
  /// @param stopsWithin how long its stop may take, so that it can end before the credits do
  record Started(
      String server,
      long number,
      Instant at,
      String run,
      String priceClass,
      Use use,
      boolean continues,
      Duration stopsWithin)
      implements MeterFact {
    public Started {
      Objects.requireNonNull(server, "server");
      Objects.requireNonNull(at, "at");
      Objects.requireNonNull(run, "run");
      Objects.requireNonNull(priceClass, "priceClass");
      Objects.requireNonNull(use, "use");
      Objects.requireNonNull(stopsWithin, "stopsWithin");
    }
  }

  /// It is used no more.
  ///
  /// @param gone whether the server is, too
  record Stopped(String server, long number, Instant at, boolean gone) implements MeterFact {
    public Stopped {
      Objects.requireNonNull(server, "server");
      Objects.requireNonNull(at, "at");
    }
  }
}
