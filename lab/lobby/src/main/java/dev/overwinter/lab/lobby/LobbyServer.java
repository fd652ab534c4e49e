package dev.overwinter.lab.lobby;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import net.kyori.adventure.text.Component;
import net.kyori.adventure.text.format.NamedTextColor;
import net.minestom.server.MinecraftServer;
import net.minestom.server.coordinate.Pos;
import net.minestom.server.entity.GameMode;
import net.minestom.server.entity.Player;
import net.minestom.server.event.GlobalEventHandler;
import net.minestom.server.event.player.AsyncPlayerConfigurationEvent;
import net.minestom.server.event.player.AsyncPlayerPreLoginEvent;
import net.minestom.server.event.player.PlayerDisconnectEvent;
import net.minestom.server.event.player.PlayerMoveEvent;
import net.minestom.server.event.player.PlayerSpawnEvent;
import net.minestom.server.event.server.ServerListPingEvent;
import net.minestom.server.network.player.GameProfile;
import net.minestom.server.network.player.PlayerSocketConnection;
import net.minestom.server.ping.Status;
import net.minestom.server.timer.TaskSchedule;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The running lobby: who may come in, what they get, and how it stops.
///
/// One per process, because Minestom keeps its managers in statics. Events arrive on Minestom's
/// threads; [#stop(String)] may be called from any thread, and the second call returns at once.
final class LobbyServer {
  private static final Logger log = LoggerFactory.getLogger(LobbyServer.class);
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]{1,16}");
  private static final Duration FAREWELL = Duration.ofSeconds(3);

  private final LobbyConfig config;
  private final SaveFile file;
  private final Diary diary;
  private final World world;
  private final Welcome welcome;
  private final Crowd crowd;
  private final MinecraftServer server;
  private boolean stopped;

  /// Reads the save and builds the world; nothing listens yet.
  LobbyServer(LobbyConfig config, Clock clock) throws IOException {
    this.config = config;
    this.file = new SaveFile(config.data());
    Save save = file.read();
    this.diary = new Diary(save, clock);
    this.server = MinecraftServer.init();
    MinecraftServer.setBrandName("Overwinter lobby");
    this.world = new World(save, diary);
    this.crowd = new Crowd(config.crowd());
    this.welcome = new Welcome(diary, world.instance());
    listenTo(MinecraftServer.getGlobalEventHandler());
  }

  /// Opens the port and returns its number; a server that answers a status request is ready.
  int start() {
    server.start("0.0.0.0", config.port());
    MinecraftServer.getSchedulerManager()
        .scheduleTask(
            () -> Thread.ofVirtual().name("lobby-save").start(this::saveChanges),
            TaskSchedule.seconds(config.saveEvery().toSeconds()),
            TaskSchedule.seconds(config.saveEvery().toSeconds()));
    return MinecraftServer.getServer().getPort();
  }

  /// Saves, sends the players off with a word, and closes.
  synchronized void stop(String why) {
    if (stopped) {
      return;
    }
    stopped = true;
    log.info("Stopping: {}", why);
    save();
    for (Player player : MinecraftServer.getConnectionManager().getOnlinePlayers()) {
      player.kick(Welcome.FAREWELL);
    }
    long deadline = System.nanoTime() + FAREWELL.toNanos();
    while (online() > 0 && System.nanoTime() < deadline) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
    MinecraftServer.stopCleanly();
    log.info("Stopped");
  }

  /// Writes the save now.
  ///
  /// @return whether it is on the disk
  synchronized boolean save() {
    for (Player player : MinecraftServer.getConnectionManager().getOnlinePlayers()) {
      diary.seen(player.getUsername(), player.getPosition());
    }
    Save save = diary.toSave(world.time());
    try {
      file.write(save);
      log.info(
          "Saved: save {}, {} visits, {} changed blocks",
          save.saves(),
          save.visits(),
          save.blocks().size());
      return true;
    } catch (IOException full) {
      diary.notSaved();
      log.error("Not saved, trying again in {}", config.saveEvery(), full);
      return false;
    }
  }

  static int online() {
    return MinecraftServer.getConnectionManager().getOnlinePlayerCount();
  }

  private static int arriving() {
    return MinecraftServer.getConnectionManager().getConfigPlayers().size();
  }

  private void saveChanges() {
    if (diary.changed() || online() > 0) {
      save();
    }
  }

  private void listenTo(GlobalEventHandler events) {
    events.addListener(ServerListPingEvent.class, this::onPing);
    events.addListener(AsyncPlayerPreLoginEvent.class, this::onLogin);
    events.addListener(AsyncPlayerConfigurationEvent.class, this::onConfiguration);
    events.addListener(PlayerSpawnEvent.class, this::onSpawn);
    events.addListener(PlayerMoveEvent.class, LobbyServer::onMove);
    events.addListener(
        PlayerDisconnectEvent.class,
        event -> {
          diary.seen(event.getPlayer().getUsername(), event.getPlayer().getPosition());
          welcome.left(event.getPlayer());
          crowd.left(event.getPlayer());
          log.info("{} left ({} online)", event.getPlayer().getUsername(), online());
        });
  }

  private void onPing(ServerListPingEvent event) {
    event.setStatus(
        Status.builder(event.getStatus())
            .description(Component.text(config.motd(), NamedTextColor.AQUA))
            .playerInfo(
                Status.PlayerInfo.builder(Status.PlayerInfo.online(8))
                    .maxPlayers(config.maxPlayers())
                    .build())
            .build());
  }

  /// Offline mode: the identity is the name, as in a vanilla server in offline mode.
  private void onLogin(AsyncPlayerPreLoginEvent event) {
    String name = event.getGameProfile().name();
    if (!NAME.matcher(name).matches()) {
      event.getConnection().kick(Component.text("This name cannot be used here."));
      return;
    }
    if (online() + arriving() >= config.maxPlayers()) {
      event.getConnection().kick(Component.text("The lobby is full, try again in a moment."));
      return;
    }
    Player earlier = MinecraftServer.getConnectionManager().getOnlinePlayerByUsername(name);
    if (earlier != null) {
      earlier.kick(Component.text("You joined from another place."));
    }
    var profile = new GameProfile(offlineId(name), name);
    event.setGameProfile(profile);
    // Minestom stores the profile only after it has sent Login Success; 1 client in 20 on loopback
    // acknowledged in between and was dropped with a NullPointerException.
    if (event.getConnection() instanceof PlayerSocketConnection connection) {
      connection.UNSAFE_setProfile(profile);
    }
  }

  private void onConfiguration(AsyncPlayerConfigurationEvent event) {
    Player player = event.getPlayer();
    event.setSpawningInstance(world.instance());
    Pos last = diary.lastPosition(player.getUsername()).orElse(Island.SPAWN);
    player.setRespawnPoint(last.y() < Island.ABYSS ? Island.SPAWN : last);
    crowd.admit(player);
  }

  private void onSpawn(PlayerSpawnEvent event) {
    if (!event.isFirstSpawn()) {
      return;
    }
    Player player = event.getPlayer();
    player.setGameMode(GameMode.CREATIVE);
    long times = diary.joined(player.getUsername(), player.getPosition());
    welcome.greet(player, times);
    log.info("{} joined ({} online)", player.getUsername(), online());
  }

  private static void onMove(PlayerMoveEvent event) {
    if (event.getNewPosition().y() < Island.ABYSS) {
      event.setNewPosition(Island.SPAWN);
    }
  }

  private static UUID offlineId(String name) {
    String seed = String.format(Locale.ROOT, "OfflinePlayer:%s", name);
    return UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8));
  }
}
