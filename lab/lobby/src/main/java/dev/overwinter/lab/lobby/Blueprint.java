package dev.overwinter.lab.lobby;

import java.util.HashMap;
import java.util.Map;
import net.minestom.server.coordinate.BlockVec;
import net.minestom.server.instance.block.Block;

/// A drawing of blocks, later cut into chunks. Drawing over a block replaces it.
///
/// Not thread-safe; drawn once at start, read only afterwards.
final class Blueprint {
  private final Map<Long, Map<BlockVec, Block>> chunks = new HashMap<>();

  void set(int x, int y, int z, Block block) {
    chunks
        .computeIfAbsent(chunk(x >> 4, z >> 4), _ -> new HashMap<>())
        .put(new BlockVec(x, y, z), block);
  }

  /// Fills a box, both corners included.
  void box(int x1, int y1, int z1, int x2, int y2, int z2, Block block) {
    for (int x = x1; x <= x2; x++) {
      for (int y = y1; y <= y2; y++) {
        for (int z = z1; z <= z2; z++) {
          set(x, y, z, block);
        }
      }
    }
  }

  /// Returns what is drawn in a chunk, by absolute position.
  Map<BlockVec, Block> in(int chunkX, int chunkZ) {
    return chunks.getOrDefault(chunk(chunkX, chunkZ), Map.of());
  }

  private static long chunk(int x, int z) {
    return ((long) x << 32) | (z & 0xFFFF_FFFFL);
  }
}
