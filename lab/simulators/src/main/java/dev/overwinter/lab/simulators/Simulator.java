package dev.overwinter.lab.simulators;

import dev.overwinter.lab.simulators.cloud.Catalogue;
import dev.overwinter.lab.simulators.cloud.Cloud;
import dev.overwinter.lab.simulators.cloud.Shelf;
import dev.overwinter.lab.simulators.faults.Faults;
import dev.overwinter.lab.simulators.game.ContainerGames;
import dev.overwinter.lab.simulators.game.GameHost;
import dev.overwinter.lab.simulators.game.Games;
import dev.overwinter.lab.simulators.http.Api;
import dev.overwinter.lab.simulators.http.ApiServer;
import dev.overwinter.lab.simulators.store.Store;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;

/// One running simulator.
///
/// Several can run in one process, each with a directory and a port of its own.
public final class Simulator implements AutoCloseable {
  private final Store store;
  private final Faults faults;
  private final Cloud cloud;
  private final GameHost games;
  private final ApiServer server;

  /// Reads the state, opens the port and begins the games.
  ///
  /// @param clock the time of the cloud; a test may set it as it likes
  /// @throws IOException when the port is taken
  public Simulator(SimulatorConfig config, Clock clock) throws IOException {
    this.store = Store.open(config.data());
    this.faults = new Faults(store, config.seed());
    var catalogue = new Catalogue(store, config.dropletLimit());
    this.cloud = new Cloud(store, faults, catalogue, clock, config.cloud());
    this.games =
        config.gamesInContainers()
            ? new ContainerGames(cloud, config.game(), config.data())
            : new Games(cloud, faults, clock, new Shelf(store, "wish", "id"), config.game());
    this.server =
        Api.open(
            new Api.Parts(store, cloud, catalogue, faults, games),
            new Api.Gate(
                new InetSocketAddress(config.bind(), config.port()),
                config.token(),
                config.perHour(),
                config.perMinute()),
            clock);
    games.start();
    server.start();
  }

  /// Returns the port that it listens on.
  public int port() {
    return server.port();
  }

  /// Returns the droplets themselves, for tests in the same process.
  public Cloud cloud() {
    return cloud;
  }

  /// Returns the faults themselves, for tests in the same process.
  public Faults faults() {
    return faults;
  }

  @Override
  public void close() {
    server.close();
    games.close();
    store.close();
  }
}
