package dev.overwinter.lab.simulators;

import dev.overwinter.lab.simulators.store.StoreFailed;
import java.io.IOException;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts the simulator and runs until a signal.
///
/// Exit codes: 0 stopped by SIGTERM, 1 cannot serve (the port is taken, another process has the
/// directory), 2 wrong configuration.
public final class SimulatorMain {

  private SimulatorMain() {}

  /// Runs until stopped. The line `Ready on port …` says that requests are answered.
  public static void main(String[] args) throws InterruptedException {
    // Read once when the server's classes load; without it an answer in two writes waits for a
    // delayed acknowledgement, 40 ms on Linux.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    var config = configOrExit();
    Logger log = LoggerFactory.getLogger(SimulatorMain.class);
    log.info("Configuration: {}", config);
    try {
      var simulator = new Simulator(config, Clock.systemUTC());
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(simulator), "simulator-stop"));
      log.info("This is a simulation of DigitalOcean: it rents nothing and costs nothing");
      log.info("Ready on port {}", simulator.port());
      Thread.currentThread().join();
    } catch (IOException | StoreFailed cannotServe) {
      log.error("Cannot serve: {}", cannotServe.getMessage());
      Runtime.getRuntime().halt(1);
    }
  }

  private static SimulatorConfig configOrExit() {
    try {
      return SimulatorConfig.from(System.getenv());
    } catch (IllegalArgumentException wrong) {
      System.err.println(wrong.getMessage());
      System.exit(2);
      throw wrong;
    }
  }

  private static void stop(Simulator simulator) {
    simulator.close();
    // halt, not exit: a JVM ended by SIGTERM would report 143, and a clean stop is 0.
    Runtime.getRuntime().halt(0);
  }
}
