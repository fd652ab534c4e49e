package dev.overwinter.backups;

import java.util.Objects;
import java.util.regex.Pattern;

/// What lies in the store for a complete backup.
///
/// @param codec how it is packed: [#TAR_ZST] is one tar of all volumes, each below its own name,
///   compressed by Zstandard
/// @param sha256 of the object as it lies there, 64 lower-case hexadecimal digits
/// @param bytes of the object
/// @param worldBytes of the files in it
public record Archive(String codec, String sha256, long bytes, long worldBytes) {
  /// The only codec so far, and the ending of the object's name.
  public static final String TAR_ZST = "tar.zst";

  private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

  public Archive {
    Objects.requireNonNull(codec, "codec");
    if (!SHA_256.matcher(sha256).matches()) {
      throw new IllegalArgumentException("sha256: " + sha256 + " (expected: 64 hex digits)");
    }
    if (bytes < 0 || worldBytes < 0) {
      throw new IllegalArgumentException(
          "bytes: " + bytes + ", worldBytes: " + worldBytes + " (expected: >= 0)");
    }
  }
}
