package dev.overwinter.lab.simulators.cloud;

import java.util.List;

/// A kind of machine.
///
/// @param memory MiB
/// @param disk GB
/// @param transfer TB a month
/// @param microsPerHour price in millionths of a US dollar
/// @param microsPerMonth the same, for a month
public record Size(
    String slug,
    int memory,
    int vcpus,
    int disk,
    double transfer,
    long microsPerHour,
    long microsPerMonth) {

  /// The list of 2026, cut to what a game server would take.
  public static final List<Size> ALL =
      List.of(
          new Size("s-1vcpu-512mb-10gb", 512, 1, 10, 0.5, 5_950, 4_000_000),
          new Size("s-1vcpu-1gb", 1_024, 1, 25, 1, 8_930, 6_000_000),
          new Size("s-1vcpu-2gb", 2_048, 1, 50, 2, 17_860, 12_000_000),
          new Size("s-2vcpu-2gb", 2_048, 2, 60, 3, 26_790, 18_000_000),
          new Size("s-2vcpu-4gb", 4_096, 2, 80, 4, 35_710, 24_000_000),
          new Size("c-2", 4_096, 2, 25, 4, 62_500, 42_000_000),
          new Size("s-4vcpu-8gb", 8_192, 4, 160, 5, 71_430, 48_000_000),
          new Size("g-2vcpu-8gb", 8_192, 2, 25, 4, 93_750, 63_000_000));
}
