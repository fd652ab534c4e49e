package dev.overwinter.lab.lobby;

import net.minestom.server.coordinate.Pos;
import net.minestom.server.instance.block.Block;
import net.minestom.server.instance.generator.GenerationUnit;
import net.minestom.server.instance.generator.Generator;
import net.minestom.server.world.biome.Biome;

/// The lobby's world: a snowy island that floats, with a lodge, a hearth, a pond and a few spruces.
///
/// Deterministic: the same blocks at every start, so that a save only needs what players changed.
final class Island implements Generator {
  /// Where newcomers stand: on the path, looking at the lodge.
  static final Pos SPAWN = new Pos(0.5, 65, 11.5, 180, 0);

  /// The surface; feet are at `GROUND + 1`.
  static final int GROUND = 64;

  /// Falling below this brings a player back to [#SPAWN].
  static final int ABYSS = 30;

  private static final int RADIUS = 30;
  private static final Block LOG = Block.SPRUCE_LOG;
  private static final Block PLANKS = Block.SPRUCE_PLANKS;

  private final Blueprint blueprint = new Blueprint();

  Island() {
    land();
    pond(-14, 8, 5);
    paths();
    lodge();
    hearth();
    for (int[] at : new int[][] {{-19, -9}, {-12, -18}, {17, -13}, {21, 3}, {13, 18}, {-22, 3}}) {
      spruce(at[0], at[1]);
    }
  }

  @Override
  public void generate(GenerationUnit unit) {
    var start = unit.absoluteStart();
    unit.modifier().fillBiome(Biome.SNOWY_PLAINS);
    blueprint.in(start.chunkX(), start.chunkZ()).forEach(unit.modifier()::setBlock);
  }

  /// A disc that thins out downwards: snow, earth, then a cone of stone.
  private void land() {
    for (int x = -RADIUS; x <= RADIUS; x++) {
      for (int z = -RADIUS; z <= RADIUS; z++) {
        double edge = RADIUS - 2 + 2 * Math.sin(Math.atan2(z, x) * 5);
        double inside = 1 - Math.hypot(x, z) / edge;
        if (inside <= 0) {
          continue;
        }
        int depth = 2 + (int) (inside * 12) + Math.floorMod(x * 31 + z * 17, 3);
        blueprint.box(x, GROUND - depth, z, x, GROUND - 3, z, Block.STONE);
        blueprint.box(x, GROUND - 2, z, x, GROUND - 1, z, Block.DIRT);
        blueprint.set(x, GROUND, z, Block.SNOW_BLOCK);
      }
    }
  }

  private void pond(int centerX, int centerZ, int radius) {
    for (int x = -radius; x <= radius; x++) {
      for (int z = -radius; z <= radius; z++) {
        if (Math.hypot(x, z) < radius) {
          blueprint.set(centerX + x, GROUND, centerZ + z, Block.ICE);
          blueprint.set(centerX + x, GROUND - 1, centerZ + z, Block.WATER);
        }
      }
    }
  }

  private void paths() {
    blueprint.box(-1, GROUND, -4, 1, GROUND, 22, Block.SPRUCE_PLANKS);
    blueprint.box(-10, GROUND, 7, 10, GROUND, 8, Block.COBBLESTONE);
    for (int z = 0; z <= 21; z += 7) {
      lantern(-3, z);
      lantern(3, z);
    }
  }

  private void lantern(int x, int z) {
    blueprint.box(x, GROUND + 1, z, x, GROUND + 2, z, Block.SPRUCE_FENCE);
    blueprint.set(x, GROUND + 3, z, Block.LANTERN);
  }

  /// Log frame, plank walls, glass, a stepped snow roof and an open door to the south.
  private void lodge() {
    int floor = GROUND;
    blueprint.box(-7, floor, -16, 7, floor, -5, PLANKS);
    blueprint.box(-7, floor + 1, -16, 7, floor + 4, -5, PLANKS);
    blueprint.box(-6, floor + 1, -15, 6, floor + 4, -6, Block.AIR);
    for (int x : new int[] {-7, 7}) {
      blueprint.box(x, floor + 1, -16, x, floor + 5, -16, LOG);
      blueprint.box(x, floor + 1, -5, x, floor + 5, -5, LOG);
      blueprint.box(x, floor + 2, -12, x, floor + 3, -9, Block.GLASS);
    }
    blueprint.box(-5, floor + 2, -5, -3, floor + 3, -5, Block.GLASS);
    blueprint.box(3, floor + 2, -5, 5, floor + 3, -5, Block.GLASS);
    blueprint.box(-1, floor + 1, -5, 1, floor + 3, -5, Block.AIR);
    for (int step = 0; step <= 6; step++) {
      blueprint.box(-8 + step, floor + 5 + step, -17, 8 - step, floor + 5 + step, -4, PLANKS);
      blueprint.box(-8 + step, floor + 6 + step, -17, -8 + step, floor + 6 + step, -4, Block.SNOW);
      blueprint.box(8 - step, floor + 6 + step, -17, 8 - step, floor + 6 + step, -4, Block.SNOW);
      blueprint.box(-6 + step, floor + 5 + step, -15, 6 - step, floor + 5 + step, -6, Block.AIR);
    }
    blueprint.set(0, floor + 4, -10, Block.LANTERN.withProperty("hanging", "true"));
    blueprint.box(0, floor + 5, -10, 0, floor + 9, -10, Block.SPRUCE_FENCE);
  }

  /// The fire inside, with a chimney, benches and a shelf.
  private void hearth() {
    blueprint.box(-2, GROUND + 1, -16, 2, GROUND + 13, -15, Block.STONE_BRICKS);
    blueprint.box(-1, GROUND + 1, -15, 1, GROUND + 2, -15, Block.AIR);
    blueprint.set(0, GROUND + 1, -15, Block.CAMPFIRE);
    blueprint.box(-5, GROUND + 1, -12, -5, GROUND + 1, -8, Block.SPRUCE_SLAB);
    blueprint.box(5, GROUND + 1, -12, 5, GROUND + 1, -8, Block.SPRUCE_SLAB);
    blueprint.box(4, GROUND + 1, -15, 6, GROUND + 2, -15, Block.BOOKSHELF);
    blueprint.box(-2, GROUND + 1, -11, 2, GROUND + 1, -8, Block.RED_CARPET);
  }

  private void spruce(int x, int z) {
    for (int layer = 0; layer < 6; layer++) {
      int radius = layer % 2 == 0 ? 3 - layer / 2 : 2 - layer / 2;
      int y = GROUND + 3 + layer;
      for (int dx = -radius; dx <= radius; dx++) {
        for (int dz = -radius; dz <= radius; dz++) {
          if (Math.abs(dx) + Math.abs(dz) <= radius + 1) {
            blueprint.set(x + dx, y, z + dz, Block.SPRUCE_LEAVES);
          }
        }
      }
    }
    blueprint.box(x, GROUND + 1, z, x, GROUND + 7, z, LOG);
    blueprint.set(x, GROUND + 9, z, Block.SPRUCE_LEAVES);
  }
}
