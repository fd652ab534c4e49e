package dev.overwinter.sessions;

import java.util.Objects;

/// Where a droplet may be, how large, and of what. A session has a list of them and takes the first
/// that can be had.
///
/// @param region slug, for example `fra1`
/// @param size slug, for example `s-1vcpu-1gb`
/// @param snapshot what it is made of: id or slug of an image, as text
public record Choice(String region, String size, String snapshot) {
  public Choice {
    Objects.requireNonNull(region, "region");
    Objects.requireNonNull(size, "size");
    Objects.requireNonNull(snapshot, "snapshot");
  }

  @Override
  public String toString() {
    return size + " in " + region;
  }
}
