package dev.overwinter.lab.simulators.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overwinter.lab.simulators.cloud.Addresses;
import dev.overwinter.lab.simulators.cloud.Catalogue;
import dev.overwinter.lab.simulators.cloud.Cloud;
import dev.overwinter.lab.simulators.cloud.Droplet;
import dev.overwinter.lab.simulators.cloud.Region;
import dev.overwinter.lab.simulators.cloud.Size;
import dev.overwinter.lab.simulators.store.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;

/// Droplets and their actions in the form of the API.
final class DropletViews {
  private final Cloud cloud;
  private final Catalogue catalogue;
  private final CatalogueViews catalogueViews;

  DropletViews(Cloud cloud, Catalogue catalogue) {
    this.cloud = cloud;
    this.catalogue = catalogue;
    this.catalogueViews = new CatalogueViews(catalogue);
  }

  ObjectNode droplet(Droplet droplet) {
    var now = cloud.now();
    var size = size(droplet);
    var node = Json.MAPPER.createObjectNode();
    node.put("id", droplet.id());
    node.put("name", droplet.name());
    node.put("memory", size.memory());
    node.put("vcpus", size.vcpus());
    node.put("disk", size.disk());
    node.put("locked", droplet.lockedAt(now));
    node.put("status", droplet.activeAt(now) ? "active" : "new");
    node.putNull("kernel");
    node.put("created_at", seconds(droplet.createdAt()));
    node.putArray("features").add("droplet_agent");
    node.putArray("backup_ids");
    node.putNull("next_backup_window");
    node.putArray("snapshot_ids");
    catalogue
        .image(droplet.image())
        .ifPresentOrElse(
            image -> node.set("image", CatalogueViews.image(image)), () -> node.putObject("image"));
    node.putArray("volume_ids");
    node.set("size", catalogueViews.size(size));
    node.put("size_slug", size.slug());
    networks(droplet, now, node.putObject("networks"));
    node.set("region", catalogueViews.region(region(droplet)));
    CatalogueViews.strings(node.putArray("tags"), droplet.tags());
    node.put("vpc_uuid", "760e09ef-dc84-11e8-981e-3cfdfeaae000");
    return node;
  }

  private void networks(Droplet droplet, Instant now, ObjectNode networks) {
    var entries = new ArrayList<ObjectNode>();
    droplet
        .publicAddressAt(now)
        .ifPresent(ip -> entries.add(entry(ip, "public", cloud.settings().publicBlock())));
    droplet
        .privateAddressAt(now)
        .ifPresent(ip ->
            entries.add(
                droplet.plan().privateFirst() ? 0 : entries.size(),
                entry(ip, "private", cloud.settings().privateBlock())));
    networks.putArray("v4").addAll(entries);
    networks.putArray("v6");
  }

  private static ObjectNode entry(String ip, String type, Addresses block) {
    var node = Json.MAPPER.createObjectNode();
    node.put("ip_address", ip);
    node.put("netmask", block.netmask());
    node.put("gateway", type.equals("private") ? "nil" : block.gateway());
    node.put("type", type);
    return node;
  }

  /// The `create` action, as `/v2/actions` shows it.
  ObjectNode action(Droplet droplet) {
    var now = cloud.now();
    var node = Json.MAPPER.createObjectNode();
    node.put("id", droplet.actionId());
    boolean done = droplet.activeAt(now);
    var failed = droplet.vanishedAt(now);
    node.put("status", failed ? "errored" : done ? "completed" : "in-progress");
    node.put("type", "create");
    node.put("started_at", seconds(droplet.createdAt()));
    var ended = failed ? droplet.plan().vanishesAt() : done ? droplet.plan().activeAt() : null;
    node.put("completed_at", ended == null ? null : seconds(ended));
    node.put("resource_id", droplet.id());
    node.put("resource_type", "droplet");
    node.set("region", catalogueViews.region(region(droplet)));
    node.put("region_slug", droplet.region());
    return node;
  }

  static String seconds(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  static Size size(Droplet droplet) {
    return Size.ALL.stream().filter(s -> s.slug().equals(droplet.size())).findFirst().orElseThrow();
  }

  static Region region(Droplet droplet) {
    return Region.ALL.stream()
        .filter(region -> region.slug().equals(droplet.region()))
        .findFirst()
        .orElseThrow();
  }
}
