package dev.overwinter.nodes;

import java.util.Collections;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Where somebody wants a server to be.
///
/// @param node one certain node; empty for any
/// @param region the node's region; empty for any
/// @param tags all of which the node must have
public record Wish(String node, String region, Set<String> tags) {
  /// Wherever there is room.
  public static final Wish ANYWHERE = new Wish("", "", Set.of());

  public Wish {
    Objects.requireNonNull(node, "node");
    Objects.requireNonNull(region, "region");
    tags = Collections.unmodifiableSortedSet(new TreeSet<>(tags));
  }

  /// This one and no other.
  public static Wish node(String node) {
    return new Wish(node, "", Set.of());
  }

  /// What was written before there was a choice means anywhere.
  public static Wish orAnywhere(@Nullable Wish wish) {
    return wish == null ? ANYWHERE : wish;
  }
}
