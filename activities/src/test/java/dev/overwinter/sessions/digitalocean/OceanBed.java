package dev.overwinter.sessions.digitalocean;

import dev.overwinter.sessions.Choice;
import dev.overwinter.sessions.DropletOrder;
import dev.overwinter.sessions.SessionId;
import dev.overwinter.sessions.Unit;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/// What a test of the adapter needs.
final class OceanBed implements AutoCloseable {
  static final String FLEET = "overwinter-test";
  static final String TOKEN = "dop_v1_secret";
  static final String KEY = "5ec2e7".repeat(10);
  static final Unit UNIT = new Unit(new SessionId("4f2a9c-k3j9x2m1"), 1);
  static final DropletOrder ORDER =
      new DropletOrder(UNIT, new Choice("fra1", "s-1vcpu-1gb", "123456"));

  final ScriptedOcean peer = new ScriptedOcean();
  final FakeBudget budget = new FakeBudget();
  final FakePulses time = new FakePulses();
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final OceanSettings settings = settings(peer.uri());
  final DigitalOceanDropletActivities droplets =
      new DigitalOceanDropletActivities(
          settings,
          _ -> KEY,
          budget,
          time,
          new Ocean(settings, budget, meters, time, Duration.ofMillis(800)),
          time);

  static OceanSettings settings(URI endpoint) {
    return new OceanSettings(
        endpoint, TOKEN, FLEET, URI.create("http://127.0.0.1:8080"), Duration.ofSeconds(10));
  }

  /// A droplet of ours as JSON.
  static String droplet(long id, String status, String networks) {
    return """
    {"id":%d,"name":"n","status":"%s","created_at":"2026-11-22T11:00:00Z","tags":["%s","%s"],
     "networks":%s,"locked":false}\
    """
        .formatted(id, status, FLEET, UNIT.text(), networks);
  }

  static String accepted(long id) {
    return """
    {"droplet":%s,"links":{"actions":[{"id":3169590176,"rel":"create","href":"h"}]}}\
    """
        .formatted(droplet(id, "new", "{\"v4\":[],\"v6\":[]}"));
  }

  static String one(String droplet) {
    return "{\"droplet\":" + droplet + "}";
  }

  static String list(int total, List<String> droplets) {
    return "{\"droplets\":[%s],\"links\":{},\"meta\":{\"total\":%d}}"
        .formatted(String.join(",", droplets), total);
  }

  static List<String> many(long from, long until) {
    return LongStream.range(from, until)
        .mapToObj(id -> droplet(id, "new", "{}"))
        .collect(Collectors.toList());
  }

  @Override
  public void close() {
    droplets.close();
    peer.close();
  }
}
