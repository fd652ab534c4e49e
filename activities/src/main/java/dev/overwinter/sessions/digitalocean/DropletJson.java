package dev.overwinter.sessions.digitalocean;

import com.fasterxml.jackson.databind.JsonNode;
import dev.overwinter.sessions.DropletFacts;
import dev.overwinter.sessions.Unit;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads droplets out of the provider's answers. Ids are 64 bits wide; networks may be absent,
/// empty or in any order.
final class DropletJson {
  private DropletJson() {}

  /// One droplet; empty when it cannot be read.
  ///
  /// @param tags all that it bears
  record Seen(DropletFacts facts, List<String> tags) {
    Seen {
      tags = List.copyOf(tags);
    }
  }

  /// The droplet of a GET or a creation.
  static Optional<Seen> one(Reply reply) {
    return reply.json().flatMap(body -> seen(body.path("droplet")));
  }

  /// A page; empty when any of it cannot be read.
  static Optional<List<Seen>> page(Reply reply) {
    var droplets = reply.json().map(body -> body.path("droplets")).filter(JsonNode::isArray);
    if (droplets.isEmpty()) {
      return Optional.empty();
    }
    var all = new ArrayList<Seen>();
    for (var node : droplets.get()) {
      var seen = seen(node);
      if (seen.isEmpty()) {
        return Optional.empty();
      }
      all.add(seen.get());
    }
    return Optional.of(all);
  }

  /// How many there are on all pages; -1 when that is not said.
  static int total(Reply reply) {
    return reply.json().map(body -> body.path("meta").path("total").asInt(-1)).orElse(-1);
  }

  private static Optional<Seen> seen(JsonNode droplet) {
    var id = droplet.path("id");
    var created = created(droplet);
    if (!id.isIntegralNumber() || !id.canConvertToLong() || id.asLong() <= 0 || created.isEmpty()) {
      return Optional.empty();
    }
    var tags = new ArrayList<String>();
    droplet.path("tags").forEach(tag -> tags.add(tag.asText()));
    var unit = tags.stream().filter(tag -> Unit.parse(tag).isPresent()).findFirst().orElse("");
    return Optional.of(
        new Seen(
            new DropletFacts(
                id.asLong(),
                unit,
                droplet.path("status").asText("new"),
                publicIpv4(droplet),
                created.get()),
            tags));
  }

  private static String publicIpv4(JsonNode droplet) {
    for (var network : droplet.path("networks").path("v4")) {
      var address = network.path("ip_address").asText("");
      if (network.path("type").asText().equals("public") && !address.isEmpty()) {
        return address;
      }
    }
    return "";
  }

  private static Optional<Instant> created(JsonNode droplet) {
    try {
      return Optional.of(Instant.parse(droplet.path("created_at").asText()));
    } catch (DateTimeException unreadable) {
      // A guess would decide whether it is old enough to be an orphan.
      return Optional.empty();
    }
  }
}
