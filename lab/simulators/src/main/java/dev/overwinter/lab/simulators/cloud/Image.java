package dev.overwinter.lab.simulators.cloud;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something that a droplet can boot: a distribution, or a snapshot of a droplet.
///
/// @param slug of a distribution; snapshots have none
/// @param minDisk GB that the size must have
/// @param regions where it is; a droplet elsewhere is refused
public record Image(
    long id, String name, @Nullable String slug, int minDisk, List<String> regions) {

  /// The snapshot that is there from the beginning, for `SNAPSHOT_ID`.
  public static final long FIRST_SNAPSHOT = 180_000_001L;

  private static final List<String> EVERYWHERE = Region.ALL.stream().map(Region::slug).toList();

  public static final List<Image> DISTRIBUTIONS =
      List.of(
          new Image(155_133_621L, "24.04 (LTS) x64", "ubuntu-24-04-x64", 7, EVERYWHERE),
          new Image(195_932_981L, "13 x64", "debian-13-x64", 7, EVERYWHERE),
          new Image(172_162_146L, "Docker on Ubuntu 24.04", "docker-24-04", 25, EVERYWHERE));

  public Image {
    regions = List.copyOf(regions);
  }

  static Image firstSnapshot() {
    return new Image(FIRST_SNAPSHOT, "overwinter-game", null, 10, EVERYWHERE);
  }

  boolean isCalled(String reference) {
    return Long.toString(id).equals(reference) || reference.equals(slug);
  }
}
