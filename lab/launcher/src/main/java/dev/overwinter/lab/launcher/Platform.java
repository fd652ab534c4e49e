package dev.overwinter.lab.launcher;

import dev.overwinter.lab.launcher.parts.DockerEngine;
import dev.overwinter.lab.launcher.parts.Secrets;
import dev.overwinter.lab.launcher.process.Desk;
import dev.overwinter.lab.launcher.process.ProcessSpec;
import dev.overwinter.lab.launcher.process.StartFailed;
import dev.overwinter.lab.launcher.process.SupervisedProcess;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/// The whole platform on this machine, each part a supervised process of its own.
///
/// ```java
/// try (var platform = Platform.start(PlatformConfig.forTest(checkout, home))) {
///   platform.process(Part.WORKER).killHard();
///   platform.awaitHealthy();
/// }
/// ```
///
/// Closing it stops all in order and leaves nothing running. All methods may be called from any
/// thread.
public final class Platform implements AutoCloseable {

  /// The longest that one part may take to its first health; a cold JVM on two busy cores took 25
  /// s.
  private static final Duration START = Duration.ofMinutes(3);

  // Joiners go first, then who could wake a server, then the servers, then what remembers.
  private static final List<Part> STOP_FIRST = List.of(Part.API, Part.PROXY, Part.WORKER);
  private static final List<Part> STOP_LAST =
      List.of(Part.SIMULATOR, Part.TEMPORAL, Part.POSTGRES, Part.DOCKERD);

  private final PlatformConfig config;
  private final Installation installation;
  private final Consumer<String> news;
  private final Assembly assembly;
  private final Map<Part, SupervisedProcess> processes = new EnumMap<>(Part.class);
  private final Thread onExit = new Thread(this::stop, "stops-platform");

  private final Training training;
  private final Leavers leavers;
  private final HandOver handOver;

  private boolean stopped;

  private Platform(PlatformConfig config, Installation installation, Consumer<String> news) {
    this.config = config;
    this.installation = installation;
    this.news = news;
    this.assembly = new Assembly(config, installation.id(), news);
    this.training = new Training(assembly, news);
    this.leavers = new Leavers(desk(config, news));
    this.handOver = new HandOver(leavers, news);
  }

  /// Starts it and returns when all is healthy; what happens is printed. When it fails, what was
  /// started is stopped.
  public static Platform start(PlatformConfig config) throws IOException, InterruptedException {
    return start(config, line -> System.out.println("overwinter | " + line));
  }

  /// Starts it and returns when all is healthy.
  ///
  /// @param news receives a line an event, from any thread
  public static Platform start(PlatformConfig config, Consumer<String> news)
      throws IOException, InterruptedException {
    var platform = new Platform(config.settled(), Installation.take(config.home()), news);
    Runtime.getRuntime().addShutdownHook(platform.onExit);
    try {
      platform.startAll();
      return platform;
    } catch (IOException | InterruptedException | RuntimeException e) {
      platform.close();
      throw e;
    }
  }

  /// Makes the home in `config` a node of the platform at `api`, as `./overwinter join` does, and
  /// starts it.
  ///
  /// @param token single-use
  /// @param options as on the command line, for example `--name`, `attic`
  public static Platform join(PlatformConfig config, URI api, String token, String... options)
      throws IOException, InterruptedException {
    var words = new ArrayList<>(List.of(api.toString(), token));
    words.addAll(List.of(options));
    Joining.join(config, Invitation.parse(words));
    return start(config);
  }

  /// Returns the handle of one part.
  public SupervisedProcess process(Part part) {
    synchronized (processes) {
      var process = processes.get(part);
      if (process == null) {
        throw new IllegalArgumentException(
            "part: " + part + " (expected: one of " + config.parts() + ")");
      }
      return process;
    }
  }

  /// Returns the handles of all parts, in the order of the start.
  public Collection<SupervisedProcess> processes() {
    synchronized (processes) {
      return List.copyOf(processes.values());
    }
  }

  /// Waits until every part is healthy again.
  public void awaitHealthy() throws InterruptedException {
    for (var process : processes()) {
      process.awaitHealthy(START);
    }
  }

  /// Returns what it was started with.
  public PlatformConfig config() {
    return config;
  }

  /// Returns the value of the label [DockerEngine#INSTALLATION_LABEL] on everything that it
  /// creates.
  public String installation() {
    return installation.id();
  }

  /// Returns where the API is, without a path.
  public URI api() {
    return ApiAddress.of(config).url();
  }

  /// Returns host and port of Temporal.
  public String temporalTarget() {
    return assembly.temporalTarget();
  }

  /// Returns the JDBC address of the database; role [Postgres#OVERWINTER], secret
  /// [Postgres#PASSWORD].
  public String databaseUrl() {
    return assembly.databaseUrl();
  }

  /// Returns the secrets of this installation.
  public Secrets secrets() {
    return assembly.secrets();
  }

  /// Returns its Docker engine.
  public DockerEngine docker() {
    return new DockerEngine(config.docker());
  }

  /// Returns an API token of a local administrator.
  public String adminToken() throws IOException, InterruptedException {
    return assembly.adminToken();
  }

  /// Makes the ahead-of-time caches that are missing, in the background of what runs: later starts
  /// take a third of the time. Returns when they are made; takes about a minute the first time.
  public void train() throws InterruptedException {
    if (assembly.membership() != null) {
      return; // a rehearsal needs a database and a Temporal of its own
    }
    training.run();
  }

  /// Replaces the proxy by a new process of the build of now. Nobody who plays or waits is dropped,
  /// and nobody who comes is refused. Returns when the new one serves; the old one stays until its
  /// players have left.
  ///
  /// @throws StartFailed when the new one does not come up; the old one goes on then
  public void replaceProxy() throws IOException, InterruptedException {
    var old = process(Part.PROXY);
    handOver.replace(
        old,
        predecessor -> take(Part.PROXY, make(assembly.successor(predecessor))),
        () -> take(Part.PROXY, old),
        assembly.metricsOfProxy(),
        START);
  }

  /// Stops all in order: joiners, the worker, game containers, then what remembers. Safe to repeat.
  public synchronized void stop() {
    if (stopped) {
      return;
    }
    stopped = true;
    training.cancel();
    leavers.tell();
    STOP_FIRST.forEach(this::stop);
    leavers.awaitEnd(Assembly.PROXY_DRAINS);
    stopContainers(config, installation.id(), news);
    STOP_LAST.forEach(this::stop);
    try {
      lowerFence(assembly);
      if (config.isolatedDocker()) {
        DockerEngine.releaseMounts(config.home());
        DockerEngine.releaseBridge(config.home().resolve("data/docker"));
      }
      installation.close();
    } catch (IOException e) {
      news.accept("cannot give up " + config.home() + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void lowerFence(Assembly assembly) throws InterruptedException {
    var fence = assembly.fence();
    if (fence.isPresent() && assembly.config().parts().contains(Part.WORKER)) {
      fence.get().lower();
    }
  }

  @Override
  public void close() {
    stop();
    try {
      Runtime.getRuntime().removeShutdownHook(onExit);
    } catch (IllegalStateException e) {
      news.accept("stopped"); // the JVM ends already, and ran the hook
    }
  }

  /// Stops what a killed launcher left of the installation in `config`. Does nothing when nothing
  /// is left.
  public static void stopLeftovers(PlatformConfig config, Consumer<String> news)
      throws IOException, InterruptedException {
    try (var taken = Installation.take(config.home())) {
      var left = new Leftovers(desk(config, news));
      left.stopRehearsal();
      left.stop(STOP_FIRST);
      stopContainers(config, taken.id(), news);
      left.stop(STOP_LAST);
      lowerFence(new Assembly(config, taken.id(), news));
    }
  }

  static Desk desk(PlatformConfig config, Consumer<String> news) {
    return new Desk(config.home().resolve("run"), config.home().resolve("logs"), news);
  }

  private void startAll() throws IOException, InterruptedException {
    new Leftovers(desk(config, news)).stopRehearsal();
    leavers.resume();
    assembly.checkPorts();
    if (config.parts().contains(Part.DOCKERD)) {
      startTogether(List.of(Part.DOCKERD));
    }
    assembly.prepare();
    if (config.parts().contains(Part.WORKER)) {
      fenceGames();
    }
    try (var beside = Executors.newVirtualThreadPerTaskExecutor()) {
      var image = beside.submit(Executors.callable(this::installImages));
      startTogether(List.of(Part.POSTGRES, Part.TEMPORAL, Part.SIMULATOR));
      startTogether(List.of(Part.API, Part.WORKER, Part.PROXY));
      image.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Without it games can knock at what listens on this machine, which is no reason not to start.
  private void fenceGames() throws InterruptedException {
    var fence = assembly.fence();
    if (fence.isEmpty()) {
      return;
    }
    try {
      fence.get().raise();
    } catch (IOException e) {
      news.accept(
          "games can reach what listens on this machine's own addresses, for only root may set the"
              + " packet filter ("
              + e
              + "): docs/operating.md, Whom this machine has to trust");
    }
  }

  private void installImages() {
    try {
      assembly.installImages();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void startTogether(List<Part> parts) throws IOException, InterruptedException {
    var wanted = parts.stream().filter(config.parts()::contains).toList();
    for (var part : wanted) {
      begin(part);
    }
    for (var part : wanted) {
      process(part).awaitHealthy(START);
    }
  }

  private synchronized void begin(Part part) throws IOException, InterruptedException {
    if (stopped) {
      throw new InterruptedException("stopped while starting");
    }
    take(part, make(assembly.spec(part))).start();
  }

  private SupervisedProcess make(ProcessSpec spec) {
    return new SupervisedProcess(spec, desk(config, news));
  }

  private SupervisedProcess take(Part part, SupervisedProcess process) {
    synchronized (processes) {
      processes.put(part, process);
    }
    return process;
  }

  private void stop(Part part) {
    SupervisedProcess process;
    synchronized (processes) {
      process = processes.get(part);
    }
    if (process != null) {
      process.stop();
      news.accept(part.processName() + " stopped");
    }
  }

  private static void stopContainers(PlatformConfig config, String id, Consumer<String> news) {
    var docker = new DockerEngine(config.docker());
    if (!config.parts().contains(Part.WORKER) || !docker.answers()) {
      return;
    }
    try {
      var stopped = docker.stopContainers(id, config.node());
      if (stopped > 0) {
        news.accept(stopped + (stopped == 1 ? " game server stopped" : " game servers stopped"));
      }
    } catch (IOException e) {
      news.accept("cannot stop game servers: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
