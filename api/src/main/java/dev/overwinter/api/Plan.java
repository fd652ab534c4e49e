package dev.overwinter.api;

import java.util.Objects;

/// What an account may have at most.
///
/// @param name for example `standard`
/// @param servers how many servers
/// @param awake how many of them may be awake at once
/// @param memoryBytes what each of them may have; [#ANY] for as much as its game takes
/// @param backups how many a server may have that somebody asked for
public record Plan(String name, int servers, int awake, long memoryBytes, int backups) {
  /// As much as a game takes.
  public static final long ANY = Long.MAX_VALUE;

  public Plan {
    Objects.requireNonNull(name, "name");
  }

  /// What a server's memory may be, for people.
  public String memory() {
    if (memoryBytes == ANY) {
      return "any size";
    }
    var mebibytes = memoryBytes >> 20;
    return mebibytes % 1024 == 0 ? mebibytes / 1024 + " GiB" : mebibytes + " MiB";
  }
}
