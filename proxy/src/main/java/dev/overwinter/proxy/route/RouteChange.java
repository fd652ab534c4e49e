package dev.overwinter.proxy.route;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.overwinter.servers.RouteView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One answer of the api's route feed; also the form of the snapshot on disk.
///
/// @param revision what to ask after next time
/// @param reset whether `upserts` are all routes there are
/// @param upserts routes that are new or different
/// @param removed ids of routes that are gone
public record RouteChange(
    long revision, boolean reset, List<RouteView> upserts, List<String> removed) {
  /// Absent lists are empty.
  public RouteChange(
      @JsonProperty("revision") long revision,
      @JsonProperty("reset") boolean reset,
      @JsonProperty("upserts") @Nullable List<RouteView> upserts,
      @JsonProperty("removed") @Nullable List<String> removed) {
    this.revision = revision;
    this.reset = reset;
    this.upserts = upserts == null ? List.of() : List.copyOf(upserts);
    this.removed = removed == null ? List.of() : List.copyOf(removed);
  }
}
