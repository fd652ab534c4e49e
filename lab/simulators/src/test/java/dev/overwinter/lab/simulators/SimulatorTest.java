package dev.overwinter.lab.simulators;

import dev.overwinter.lab.simulators.faults.Fault;
import dev.overwinter.lab.simulators.faults.FaultSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A simulator on a free port whose clock stands still, and a customer of it.
abstract class SimulatorTest {
  static final Duration PROVISION = Duration.ofSeconds(2);

  @TempDir Path data;
  final SettableClock clock = new SettableClock();
  Simulator simulator;
  Account account;

  @BeforeEach
  void open() throws IOException {
    simulator = new Simulator(config(), clock);
    account = new Account(simulator.port());
  }

  @AfterEach
  void shut() {
    account.close();
    simulator.close();
  }

  /// Closes the simulator and opens it again on the same directory.
  void restart() throws IOException {
    shut();
    open();
  }

  private SimulatorConfig config() {
    var settings = new TreeMap<String, String>();
    settings.put("OVERWINTER_SIMULATOR_PORT", "0");
    settings.put("OVERWINTER_SIMULATOR_DATA", data.toString());
    settings.putAll(settings());
    return SimulatorConfig.from(settings);
  }

  /// What a test sets beside port and directory.
  Map<String, String> settings() {
    return Map.of();
  }

  void arm(Fault fault, FaultSpec spec) {
    simulator.faults().arm(fault, spec);
  }

  void forward(Duration length) {
    clock.forward(length);
  }
}
