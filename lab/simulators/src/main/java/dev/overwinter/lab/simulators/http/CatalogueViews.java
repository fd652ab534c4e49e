package dev.overwinter.lab.simulators.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overwinter.lab.simulators.cloud.Catalogue;
import dev.overwinter.lab.simulators.cloud.Image;
import dev.overwinter.lab.simulators.cloud.Region;
import dev.overwinter.lab.simulators.cloud.Size;
import dev.overwinter.lab.simulators.store.Json;
import java.math.BigDecimal;
import java.util.List;

/// Sizes, regions, images and snapshots in the form of the API.
final class CatalogueViews {
  private static final String LONG_AGO = "2026-01-01T00:00:00Z";
  private static final List<String> FEATURES =
      List.of("backups", "ipv6", "metadata", "install_agent", "storage", "image_transfer");

  private final Catalogue catalogue;

  CatalogueViews(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  ObjectNode size(Size size) {
    var node = Json.MAPPER.createObjectNode();
    node.put("slug", size.slug());
    node.put("memory", size.memory());
    node.put("vcpus", size.vcpus());
    node.put("disk", size.disk());
    node.put("transfer", size.transfer());
    node.put("price_monthly", dollars(size.microsPerMonth()));
    node.put("price_hourly", dollars(size.microsPerHour()));
    var regions = node.putArray("regions");
    Region.ALL.stream()
        .filter(region -> catalogue.isAvailable(size, region))
        .forEach(region -> regions.add(region.slug()));
    node.put("available", !regions.isEmpty());
    node.put("description", size.slug().startsWith("s-") ? "Basic" : "Dedicated");
    return node;
  }

  ObjectNode region(Region region) {
    var node = Json.MAPPER.createObjectNode();
    node.put("name", region.name());
    node.put("slug", region.slug());
    FEATURES.forEach(node.putArray("features")::add);
    node.put("available", catalogue.isOpen(region));
    var sizes = node.putArray("sizes");
    Size.ALL.stream()
        .filter(size -> catalogue.isAvailable(size, region))
        .forEach(size -> sizes.add(size.slug()));
    return node;
  }

  static ObjectNode image(Image image) {
    var node = Json.MAPPER.createObjectNode();
    node.put("id", image.id());
    node.put("name", image.name());
    node.put("type", image.slug() == null ? "snapshot" : "base");
    node.put("distribution", "Debian");
    node.put("slug", image.slug());
    node.put("public", image.slug() != null);
    strings(node.putArray("regions"), image.regions());
    node.put("created_at", LONG_AGO);
    node.put("min_disk_size", image.minDisk());
    node.put("size_gigabytes", 2.34);
    node.put("description", "");
    node.putArray("tags");
    node.put("status", "available");
    return node;
  }

  /// An id of a snapshot is a text, a number for droplets and a UUID for volumes.
  static ObjectNode snapshot(Image snapshot) {
    var node = snapshot(Long.toString(snapshot.id()), snapshot.name(), "droplet", "1");
    strings(node.putArray("regions"), snapshot.regions());
    node.put("min_disk_size", snapshot.minDisk());
    return node;
  }

  /// One volume snapshot is always there, since its id is what a client with numeric ids fails on.
  static ObjectNode volumeSnapshot() {
    var node =
        snapshot(
            "fbe805e8-866b-11e6-96bf-000f53315a41",
            "world-backup",
            "volume",
            "89bcc42f-85cf-11e6-a004-000f53315871");
    node.putArray("regions").add("nyc3");
    node.put("min_disk_size", 10);
    return node;
  }

  private static ObjectNode snapshot(String id, String name, String type, String resource) {
    var node = Json.MAPPER.createObjectNode();
    node.put("id", id);
    node.put("name", name);
    node.put("created_at", LONG_AGO);
    node.put("resource_id", resource);
    node.put("resource_type", type);
    node.put("size_gigabytes", 2.34);
    node.putArray("tags");
    return node;
  }

  static void strings(ArrayNode array, List<String> texts) {
    texts.forEach(array::add);
  }

  static BigDecimal dollars(long micros) {
    return BigDecimal.valueOf(micros, 6).stripTrailingZeros();
  }
}
