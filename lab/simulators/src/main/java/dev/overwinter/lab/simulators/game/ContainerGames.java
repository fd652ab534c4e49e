package dev.overwinter.lab.simulators.game;

import dev.overwinter.lab.simulators.cloud.Cloud;
import dev.overwinter.lab.simulators.cloud.Droplet;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The games of all droplets, each in a container of the local Docker engine.
///
/// Every second the containers that bear our label are compared with the droplets that have a
/// public address: what is missing is made, what is left over is removed. So a kill leaves nothing
/// that the next start does not put right, and no container without our label is ever touched.
///
/// The image is empty; the JDK and its libraries are this machine's own, mounted read-only, so
/// nothing is pulled, and the engine must share this machine's files. Containers use the network of
/// the host, since both the address of the droplet and the platform are on its loopback; they have
/// no capability and no writable file. Wishes and the faults of group game do not reach them.
public final class ContainerGames implements GameHost {
  private static final Logger log = LoggerFactory.getLogger(ContainerGames.class);
  private static final String IMAGE = "overwinter/simulator-empty:1";
  private static final String OWNER = "dev.overwinter.simulator";
  private static final String DROPLET = "dev.overwinter.simulator.droplet";
  private static final byte[] EMPTY_ARCHIVE = new byte[1_024];
  private static final byte[] NOTHING = {};

  private final Cloud cloud;
  private final GameSettings settings;
  private final String owner;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread keeper;
  private volatile Map<Long, String> running = Map.of();

  /// @param data directory of the simulator, which makes its containers its own
  /// @throws IllegalArgumentException when droplets have addresses that no container could take
  public ContainerGames(Cloud cloud, GameSettings settings, Path data) {
    if (!cloud.settings().publicBlock().isLoopback()) {
      throw new IllegalArgumentException(
          "public block: "
              + cloud.settings().publicBlock()
              + " (expected: in 127.0.0.0/8 for games in containers)");
    }
    this.cloud = cloud;
    this.settings = settings;
    this.owner = Integer.toHexString(data.toAbsolutePath().normalize().toString().hashCode());
    this.keeper = Thread.ofVirtual().name("containers").unstarted(this::keep);
  }

  @Override
  public void start() {
    keeper.start();
  }

  private void keep() {
    try {
      boolean prepared = false;
      do {
        try {
          if (!prepared) {
            Engine.run(EMPTY_ARCHIVE, List.of("import", "-", IMAGE));
            prepared = true;
          }
          reconcile();
        } catch (IOException | URISyntaxException failed) {
          log.warn("Containers: {}", failed.getMessage());
        }
      } while (!closing.await(1, TimeUnit.SECONDS));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void reconcile() throws IOException, URISyntaxException {
    var wanted = wanted();
    var there = containers();
    for (var container : there.entrySet()) {
      if (!wanted.containsKey(container.getKey())) {
        remove(container.getValue());
      }
    }
    there.keySet().retainAll(wanted.keySet());
    for (var droplet : wanted.values()) {
      if (!there.containsKey(droplet.id())) {
        there.put(droplet.id(), begin(droplet));
      }
    }
    running = Map.copyOf(there);
  }

  private Map<Long, Droplet> wanted() {
    var now = cloud.now().minus(settings.boot());
    var wanted = new TreeMap<Long, Droplet>();
    for (var droplet : cloud.everyone()) {
      if (droplet.existsAt(cloud.now())
          && droplet.publicAddressAt(now).isPresent()
          && data(droplet).filter(d -> settings.mayReach(d.url().getHost())).isPresent()) {
        wanted.put(droplet.id(), droplet);
      }
    }
    return wanted;
  }

  private static Optional<UserData> data(Droplet droplet) {
    return Optional.ofNullable(droplet.userData()).flatMap(UserData::parse);
  }

  private Map<Long, String> containers() throws IOException {
    var format = "{{.Label \"" + DROPLET + "\"}} {{.ID}}";
    var filter = "label=" + OWNER + "=" + owner;
    var text = Engine.run(NOTHING, List.of("ps", "-a", "--filter", filter, "--format", format));
    var found = new HashMap<Long, String>();
    text.lines()
        .map(line -> line.split(" ", 2))
        .filter(parts -> parts.length == 2)
        .forEach(parts -> found.put(Long.valueOf(parts[0]), parts[1]));
    return found;
  }

  private String begin(Droplet droplet) throws IOException, URISyntaxException {
    var java = Path.of(System.getProperty("java.home")).toRealPath();
    var code = Path.of(GameMain.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    var command = new ArrayList<>(List.of("run", "-d", "--network", "host", "--read-only"));
    command.addAll(List.of("--cap-drop", "ALL", "--security-opt", "no-new-privileges"));
    command.addAll(List.of("--memory", "128m", "--pids-limit", "64", "--restart", "on-failure"));
    command.addAll(List.of("--name", "overwinter-sim-" + owner + "-" + droplet.id()));
    command.addAll(List.of("--label", OWNER + "=" + owner));
    command.addAll(List.of("--label", DROPLET + "=" + droplet.id()));
    for (var directory : List.of("/lib", "/lib64", "/usr/lib")) {
      command.addAll(List.of("-v", directory + ":" + directory + ":ro"));
    }
    command.addAll(List.of("-v", java + ":/jdk:ro", "-v", code + ":/game:ro"));
    if (settings.certificate().isPresent()) {
      // The file alone: its private key may lie beside it.
      var file = settings.certificate().get().toAbsolutePath();
      command.addAll(List.of("-v", file + ":/certificate:ro"));
      variable(command, "CERTIFICATE", "/certificate");
    }
    variable(command, "DROPLET_ID", Long.toString(droplet.id()));
    variable(command, "DROPLET_IP", Optional.ofNullable(droplet.publicAddress()).orElse(""));
    variable(command, "GAME_PORT", Integer.toString(settings.port()));
    variable(command, "USER_DATA", Optional.ofNullable(droplet.userData()).orElse(""));
    command.addAll(List.of(IMAGE, "/jdk/bin/java", "-Xmx32m", "-XX:+UseSerialGC"));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"));
    command.addAll(List.of("-cp", "/game", GameMain.class.getName()));
    return Engine.run(NOTHING, command).strip();
  }

  private static void variable(List<String> command, String name, String value) {
    command.addAll(List.of("-e", name + "=" + value));
  }

  private static void remove(String container) throws IOException {
    Engine.run(NOTHING, List.of("rm", "-f", container));
  }

  @Override
  public boolean tell(long droplet, GameWish wish) {
    return false;
  }

  @Override
  public Optional<GameView> view(long droplet) {
    return Optional.ofNullable(running.get(droplet))
        .map(_ -> new GameView("running", true, -1, -1, -1, 0));
  }

  @Override
  public void reset() {
    // The next comparison finds the containers of droplets that are gone.
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      keeper.join();
      for (var container : containers().values()) {
        remove(container);
      }
    } catch (IOException failed) {
      log.warn("Containers are left for the next start: {}", failed.getMessage());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
