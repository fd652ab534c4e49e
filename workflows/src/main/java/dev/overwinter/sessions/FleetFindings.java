package dev.overwinter.sessions;

import java.util.List;

/// What is wrong between the provider and the records, as far as one look can tell.
///
/// @param orphans droplets of ours without a session that the records know, older than the grace;
///   to be asked once more before they are destroyed
/// @param strays droplets of sessions that live, but not the one that their session runs on, older
///   than the grace: their session is told
/// @param missing sessions whose droplet was not in the list; to be asked once more before they are
///   told
public record FleetFindings(
    List<DropletFacts> orphans, List<DropletFacts> strays, List<Claim> missing) {
  public FleetFindings {
    orphans = List.copyOf(orphans);
    strays = List.copyOf(strays);
    missing = List.copyOf(missing);
  }
}
