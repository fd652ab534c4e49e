package dev.overwinter.lab.simulators.game;

import dev.overwinter.lab.simulators.cloud.Cloud;
import dev.overwinter.lab.simulators.cloud.Droplet;
import dev.overwinter.lab.simulators.cloud.Shelf;
import dev.overwinter.lab.simulators.faults.Fault;
import dev.overwinter.lab.simulators.faults.Faults;
import dev.overwinter.lab.simulators.store.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The games of all droplets, each on a virtual thread of this process.
///
/// A game begins when its droplet shows a public address, and a boot later. After a restart of the
/// process every living droplet's game begins again, with the wishes it was told. Safe for use by
/// many threads.
public final class Games implements GameHost {
  private static final Logger log = LoggerFactory.getLogger(Games.class);

  private final Cloud cloud;
  private final Faults faults;
  private final Clock clock;
  private final Shelf wishes;
  private final GameSettings settings;
  private final Sender sender;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<Long, Game> games = new ConcurrentHashMap<>();

  /// @param wishes where they are kept, by the field `id`
  public Games(Cloud cloud, Faults faults, Clock clock, Shelf wishes, GameSettings settings) {
    this.cloud = cloud;
    this.faults = faults;
    this.clock = clock;
    this.wishes = wishes;
    this.settings = settings;
    this.sender = new Sender(settings.certificate());
  }

  @Override
  public void start() {
    cloud.onCreated(this::begin);
    var now = cloud.now();
    cloud.everyone().stream().filter(droplet -> droplet.existsAt(now)).forEach(this::begin);
  }

  private void begin(Droplet droplet) {
    var address = droplet.publicAddress();
    var shown = droplet.plan().publicAt();
    var data = Optional.ofNullable(droplet.userData()).flatMap(UserData::parse);
    if (address == null || shown == null || data.isEmpty()) {
      return;
    }
    var host = data.get().url().getHost();
    if (!settings.mayReach(host)) {
      log.warn("Droplet {} has no game: heartbeats to {} are not allowed", droplet.id(), host);
      return;
    }
    threads.execute(() -> play(droplet, new Who(droplet.id(), address), data.get()));
  }

  private void play(Droplet droplet, Who who, UserData data) {
    var door = door(who);
    var game =
        new Game(
            data,
            who,
            sender,
            new DrawnMishaps(faults, droplet.name()),
            clock,
            () -> cloud.find(who.droplet()).isPresent(),
            () -> door.map(Door::players).orElse(0));
    games.put(who.droplet(), game);
    wishes
        .find(Long.toString(who.droplet()))
        .ifPresent(wish -> game.tell(Json.MAPPER.convertValue(wish.get("wish"), GameWish.class)));
    var shown = droplet.plan().publicAt();
    var wait = shown == null ? Duration.ZERO : Duration.between(cloud.now(), shown);
    game.run(wait.plus(settings.boot()));
    door.ifPresent(Games::close);
  }

  /// A port on the droplet's own address, which this machine has only for its loopback.
  private Optional<Door> door(Who who) {
    if (!cloud.settings().publicBlock().isLoopback()) {
      return Optional.empty();
    }
    try {
      var address = InetAddress.getByName(who.address());
      return Optional.of(new Door(address, settings.port(), who.droplet()));
    } catch (IOException taken) {
      log.warn("Droplet {} cannot be joined: {}", who.droplet(), taken.getMessage());
      return Optional.empty();
    }
  }

  private static void close(Door door) {
    try {
      door.close();
    } catch (IOException already) {
      log.debug("door: {}", already.getMessage());
    }
  }

  @Override
  public boolean tell(long droplet, GameWish wish) {
    var game = games.get(droplet);
    if (game == null) {
      return false;
    }
    game.tell(wish);
    var now = game.view();
    var kept = Json.MAPPER.createObjectNode().put("id", droplet);
    kept.set(
        "wish",
        Json.MAPPER.valueToTree(
            new GameWish(wish.clients() == null ? null : now.clients(), now.beating(), null)));
    wishes.put(kept);
    return true;
  }

  @Override
  public void reset() {
    games.keySet().removeIf(id -> cloud.find(id).isEmpty());
    wishes.reset();
  }

  @Override
  public Optional<GameView> view(long droplet) {
    return Optional.ofNullable(games.get(droplet)).map(Game::view);
  }

  @Override
  public void close() {
    threads.shutdownNow();
    sender.close();
  }

  /// @param name of the droplet, which the setting `only` is compared with
  private record DrawnMishaps(Faults faults, String name) implements Mishaps {
    @Override
    public boolean silent() {
      return faults.strikes(Fault.SILENT, name);
    }

    @Override
    public boolean replayed() {
      return faults.strikes(Fault.REPLAY, name);
    }

    @Override
    public Duration skew() {
      return faults.strike(Fault.SKEW, name).orElse(Duration.ZERO);
    }

    @Override
    public boolean late() {
      return faults.strikes(Fault.LATE, name);
    }
  }
}
