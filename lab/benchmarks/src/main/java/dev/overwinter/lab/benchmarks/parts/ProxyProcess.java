package dev.overwinter.lab.benchmarks.parts;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The real proxy in a process of its own, started as the platform starts it.
public final class ProxyProcess {
  private static final String MAIN = "dev.overwinter.proxy.ProxyMain";

  private ProxyProcess() {}

  /// How to start one.
  ///
  /// @param temporal target of the Temporal server
  /// @param api base address of the route feed
  /// @param cpu the CPU to pin it to; negative leaves it free
  /// @param flags for its JVM beyond the usual
  /// @param extra environment beyond the usual
  public record Order(
      String temporal, String api, int cpu, List<String> flags, Map<String, String> extra) {}

  /// Starts a proxy and returns at once.
  public static Child start(Checkout checkout, Path scratch, Order order) throws IOException {
    var command = new ArrayList<String>();
    command.add(Checkout.java());
    command.addAll(checkout.jvmOptions("proxy"));
    command.addAll(order.flags());
    command.addAll(List.of("-cp", checkout.classPath("proxy"), MAIN));
    var environment = new HashMap<>(order.extra());
    environment.put("OVERWINTER_TEMPORAL_TARGET", order.temporal());
    environment.put("OVERWINTER_PROXY_API_URL", order.api());
    environment.put("OVERWINTER_PROXY_BIND", "127.0.0.1");
    environment.put("OVERWINTER_PROXY_METRICS_BIND", "127.0.0.1");
    environment.put("OVERWINTER_PROXY_METRICS_PORT", String.valueOf(Ports.free()));
    return Child.start(
        "proxy",
        order.cpu() < 0 ? command : Child.pinned(order.cpu(), command),
        environment,
        scratch);
  }

  /// Starts a proxy and returns when it listens on a port.
  public static Child listening(Checkout checkout, Path scratch, Order order, int port)
      throws IOException, InterruptedException {
    var proxy = start(checkout, scratch, order);
    proxy.awaitPort(port, Duration.ofSeconds(30));
    return proxy;
  }
}
