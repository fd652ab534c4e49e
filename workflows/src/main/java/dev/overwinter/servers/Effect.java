package dev.overwinter.servers;

import dev.overwinter.backups.Backup;
import dev.overwinter.nodes.Wish;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What has to be done in the world after a [Move]. Every effect is idempotent: done twice, or
/// killed in the middle and done again, it leaves one result.
public sealed interface Effect {

  /// Reserve port and subnet, then make image, network, volume and container.
  record Make() implements Effect {}

  /// Start the container and wait until the game answers.
  ///
  /// @param after how long to wait first; zero except for a retry
  record Start(Duration after) implements Effect {}

  /// Save and stop.
  ///
  /// @param force whether to stop although somebody plays
  record Stop(boolean force) implements Effect {}

  /// Remove container, network, volume and reservations.
  record Remove() implements Effect {}

  /// Keep a copy of the world, which is at rest. Gives way to any other effect.
  ///
  /// @param begun the backup to make
  record BackUp(Backup begun) implements Effect {}

  /// Make the server anew on another node and fill it from a backup.
  ///
  /// @param from the backup
  /// @param wish where; null for where it was wished for at first
  record Relocate(Backup from, @Nullable Wish wish) implements Effect {}

  /// Copy the world, make the server anew on another node and fill it from that copy: what the
  /// state says.
  record Transfer() implements Effect {}
}
