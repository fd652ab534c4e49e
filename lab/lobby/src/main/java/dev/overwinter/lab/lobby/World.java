package dev.overwinter.lab.lobby;

import net.kyori.adventure.text.Component;
import net.kyori.adventure.text.format.NamedTextColor;
import net.minestom.server.MinecraftServer;
import net.minestom.server.coordinate.BlockVec;
import net.minestom.server.coordinate.Point;
import net.minestom.server.coordinate.Pos;
import net.minestom.server.entity.Entity;
import net.minestom.server.entity.EntityType;
import net.minestom.server.entity.metadata.display.AbstractDisplayMeta;
import net.minestom.server.entity.metadata.display.TextDisplayMeta;
import net.minestom.server.event.player.PlayerBlockBreakEvent;
import net.minestom.server.event.player.PlayerBlockPlaceEvent;
import net.minestom.server.instance.InstanceContainer;
import net.minestom.server.instance.LightingChunk;
import net.minestom.server.instance.block.Block;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The island with what players made of it.
final class World {
  private static final Logger log = LoggerFactory.getLogger(World.class);

  /// Chunks either way of the middle that hold land and are ready before the first player.
  private static final int LAND_CHUNKS = 2;

  private final Diary diary;
  private final InstanceContainer instance;

  World(Save save, Diary diary) {
    this.diary = diary;
    this.instance = MinecraftServer.getInstanceManager().createInstanceContainer();
    instance.setChunkSupplier(LightingChunk::new);
    instance.setGenerator(new Island());
    instance.setTime(save.worldTime());
    loadLand();
    save.blocks().forEach(this::restore);
    sign();
    var events = MinecraftServer.getGlobalEventHandler();
    events.addListener(PlayerBlockPlaceEvent.class, this::onPlace);
    events.addListener(PlayerBlockBreakEvent.class, this::onBreak);
  }

  InstanceContainer instance() {
    return instance;
  }

  long time() {
    return instance.getTime();
  }

  private void loadLand() {
    for (int x = -LAND_CHUNKS; x < LAND_CHUNKS; x++) {
      for (int z = -LAND_CHUNKS; z < LAND_CHUNKS; z++) {
        instance.loadChunk(x, z).join();
      }
    }
  }

  private void restore(String where, String state) {
    Block block = Block.fromState(state);
    if (block == null) {
      log.warn("Block {} at {} is not known to this version and stays as it was", state, where);
      return;
    }
    String[] at = where.split(",", -1);
    var position =
        new BlockVec(Integer.parseInt(at[0]), Integer.parseInt(at[1]), Integer.parseInt(at[2]));
    instance.loadChunk(position).join();
    instance.setBlock(position, block);
  }

  private void onPlace(PlayerBlockPlaceEvent event) {
    event.setCancelled(!note(event.getBlockPosition(), event.getBlock()));
  }

  private void onBreak(PlayerBlockBreakEvent event) {
    event.setCancelled(!note(event.getBlockPosition(), event.getResultBlock()));
  }

  private boolean note(Point at, Block block) {
    return diary.built(at, block.state());
  }

  private void sign() {
    var text = new Entity(EntityType.TEXT_DISPLAY);
    text.editEntityMeta(
        TextDisplayMeta.class,
        meta -> {
          meta.setText(
              Component.text("OVERWINTER", NamedTextColor.AQUA)
                  .appendNewline()
                  .append(
                      Component.text(
                          "this world sleeps while nobody is in", NamedTextColor.WHITE)));
          meta.setBillboardRenderConstraints(AbstractDisplayMeta.BillboardConstraints.VERTICAL);
          meta.setHasNoGravity(true);
        });
    text.setInstance(instance, new Pos(0.5, Island.GROUND + 6.5, -2.5)).join();
  }
}
