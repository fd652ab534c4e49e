package dev.overwinter.servers;

import dev.overwinter.nodes.Wish;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Asks for a restart on another node.
///
/// @param by who asks
/// @param backup the id of the backup to restart from; empty for the newest
/// @param wish where; null for where it was wished for at first
/// @param sure whether whoever asks knows that nothing runs on the lost machine. Needed when the
///   server was not asleep when its node was heard last
public record RelocateRequest(String by, String backup, @Nullable Wish wish, boolean sure) {
  public RelocateRequest {
    Objects.requireNonNull(by, "by");
    Objects.requireNonNull(backup, "backup");
  }
}
