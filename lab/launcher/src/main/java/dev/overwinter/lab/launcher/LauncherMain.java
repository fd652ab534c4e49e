package dev.overwinter.lab.launcher;

import dev.overwinter.lab.launcher.parts.DockerEngine;
import dev.overwinter.lab.launcher.process.LogKeeper;
import dev.overwinter.lab.launcher.process.ProcessRecord;
import dev.overwinter.lab.launcher.process.StartFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;

/// The program behind `./overwinter up`, `join`, `down`, `restart`, `status` and `token`.
///
/// Arguments: the checkout, the command, and for `up` optionally `--quiet` (children's lines go to
/// their logs only), for `restart` the part, for `join` what [Invitation] reads. It exits with 1
/// and one line when something is in the way.
public final class LauncherMain {

  private static final int IN_THE_WAY = 1;

  private final PlatformConfig config;
  private final Console console;

  private LauncherMain(PlatformConfig config, Console console) {
    this.config = config;
    this.console = console;
  }

  /// Runs one command.
  public static void main(String[] args) throws InterruptedException {
    var console = new Console(System.out, Arrays.asList(args).contains("--colour"));
    try {
      var config = configure(Path.of(args[0]), System.getenv());
      var main = new LauncherMain(config, console);
      var healthy = main.run(args[1], Arrays.asList(args).subList(2, args.length));
      System.exit(healthy ? 0 : IN_THE_WAY);
    } catch (StartFailed | IOException e) {
      console.news(String.valueOf(e.getMessage()));
      System.exit(IN_THE_WAY);
    }
  }

  private boolean run(String command, List<String> arguments)
      throws IOException, InterruptedException {
    var argument = arguments.isEmpty() ? "" : arguments.getFirst();
    switch (command) {
      case "up" -> up("--quiet".equals(argument));
      case "down" -> Platform.stopLeftovers(config, console::news);
      case "status" -> {
        return new Status(config).print();
      }
      case "restart" -> Control.ask(config.home(), "restart " + argument);
      case "join" -> join(arguments);
      case "token" -> System.out.println(new Assembly(config, "", console::news).adminToken());
      default -> throw new StartFailed("no such command: " + command);
    }
    return true;
  }

  private void up(boolean quiet) throws IOException, InterruptedException {
    var began = System.nanoTime();
    var ready = config.home().resolve("run/ready");
    Files.deleteIfExists(ready);
    new Assembly(config, "", console::news).spending().forEach(console::news);
    var names = Arrays.stream(Part.values()).map(Part::processName).toList();
    try (var _ = new LogKeeper(Platform.desk(config, console::news), names, lines(quiet));
        var platform = Platform.start(config, console::news);
        var _ = Control.serve(config.home(), platform, console::news)) {
      console.news("all healthy after %.1f s".formatted((System.nanoTime() - began) / 1e9));
      System.out.println(banner(platform));
      Files.createFile(ready);
      platform.train();
      new CountDownLatch(1).await(); // until a signal: the platform stops itself then
    } finally {
      Files.deleteIfExists(ready);
    }
  }

  private void join(List<String> arguments) throws IOException, InterruptedException {
    var invitation = Invitation.parse(arguments);
    var membership = Joining.join(config, invitation);
    console.news("this machine is node %s of %s".formatted(membership.node(), membership.api()));
    membership.requireTemporal();
  }

  private BiConsumer<String, String> lines(boolean quiet) {
    return quiet ? (_, _) -> {} : console::child;
  }

  private String banner(Platform platform) throws IOException, InterruptedException {
    var membership = Membership.of(config.home());
    return membership.isPresent()
        ? Banner.of(membership.get())
        : Banner.of(platform, makeDemoServer(platform));
  }

  private boolean makeDemoServer(Platform platform) throws InterruptedException {
    try {
      new DemoServer(platform).ensure();
      return true;
    } catch (IOException e) {
      console.news("no demo server yet, the next up tries again: " + e.getMessage());
      return false;
    }
  }

  private static PlatformConfig configure(Path checkout, Map<String, String> environment) {
    refuseUnknown(environment);
    var config = PlatformConfig.of(checkout, environment).settled();
    var ours = ProcessRecord.read(config.home().resolve("run"), Part.DOCKERD.processName());
    if (ours.flatMap(ProcessRecord::find).isPresent()) {
      return config.withDockerSupervised(); // left by a launcher that was killed
    }
    if (new DockerEngine(config.docker()).answers()) {
      return config;
    }
    if (!"root".equals(System.getProperty("user.name"))) {
      throw new StartFailed(
          "no Docker engine answers at " + config.docker() + ": run ./overwinter doctor");
    }
    return config.withDockerSupervised();
  }

  /// A misspelt key would be a setting that silently does nothing.
  private static void refuseUnknown(Map<String, String> environment) {
    var known =
        List.of(
            "OVERWINTER_HOME",
            "OVERWINTER_HEAP_API",
            "OVERWINTER_HEAP_WORKER",
            Assembly.FENCE,
            "OVERWINTER_POSTGRES_PORT",
            "OVERWINTER_LOBBY_PORT",
            "OVERWINTER_TEMPORAL_BIND",
            "OVERWINTER_TEMPORAL_PORT",
            "OVERWINTER_TEMPORAL_UI_PORT");
    var prefixes =
        List.of(
            "OVERWINTER_API_",
            "OVERWINTER_WORKER_",
            "OVERWINTER_PROXY_",
            "OVERWINTER_SIMULATOR_",
            "OVERWINTER_TEST_");
    for (var key : environment.keySet()) {
      if (key.startsWith("OVERWINTER_")
          && !known.contains(key)
          && prefixes.stream().noneMatch(key::startsWith)) {
        throw new StartFailed(
            key + " is no setting (expected: one of " + known + " or of " + prefixes + ")");
      }
    }
  }
}
