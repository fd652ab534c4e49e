package dev.overwinter.nodes;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a node's worker says about its machine when it comes up, and twice a day.
///
/// @param has memory, cores and the number of public ports
/// @param docker version of its Docker engine; empty when it could not be asked
/// @param detail one line for people; may be empty
/// @param ports which public ports its servers get, for example `20000-20999`; empty for those of
///   the control plane
/// @param subnets which networks they get, for example `10.213.0.0/16`; empty likewise
public record NodeFacts(Capacity has, String docker, String detail, String ports, String subnets) {
  /// Nothing has been said yet.
  public static final NodeFacts NONE = new NodeFacts(Capacity.NONE, "", "");

  public NodeFacts(
      Capacity has,
      String docker,
      String detail,
      @Nullable String ports,
      @Nullable String subnets) {
    this.has = Objects.requireNonNull(has, "has");
    this.docker = Objects.requireNonNull(docker, "docker");
    this.detail = Objects.requireNonNull(detail, "detail");
    // Absent in what was written before they existed.
    this.ports = ports == null ? "" : ports;
    this.subnets = subnets == null ? "" : subnets;
  }

  /// With the ports and networks of the control plane.
  public NodeFacts(Capacity has, String docker, String detail) {
    this(has, docker, detail, "", "");
  }
}
