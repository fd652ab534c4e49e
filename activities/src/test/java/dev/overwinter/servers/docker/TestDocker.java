package dev.overwinter.servers.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import dev.overwinter.servers.telemetry.StepBoard;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/// The Docker engine of this machine, with an installation of its own.
final class TestDocker {
  static final String HOST = "unix:///var/run/docker.sock";
  static final String INSTALLATION = "test-" + ProcessHandle.current().pid();
  static final Engine ENGINE = new Engine(HOST);
  static final DockerSettings SETTINGS = new DockerSettings("test", HOST, INSTALLATION, null);
  static final Hands HANDS = new Hands();
  static final String IMAGE = TestImage.ensure(ENGINE);

  private TestDocker() {}

  static DockerContainerActivities activities(Pulses pulses) {
    return activities(SETTINGS, pulses, new StepBoard());
  }

  static DockerContainerActivities activities(
      DockerSettings settings, Pulses pulses, StepBoard board) {
    return new DockerContainerActivities(
        ENGINE, settings, HANDS, pulses, board, new SimpleMeterRegistry());
  }

  /// Far from every installation's pool.
  static String subnet() {
    var random = ThreadLocalRandom.current();
    return "10.249." + random.nextInt(256) + "." + 8 * random.nextInt(32) + "/29";
  }

  static Set<String> inventory(String serverId) {
    var found = new HashSet<String>();
    var name = Labels.name(serverId);
    var labels = Map.of(Labels.SERVER, serverId);
    if (!ENGINE
        .usual()
        .listContainersCmd()
        .withShowAll(true)
        .withLabelFilter(labels)
        .exec()
        .isEmpty()) {
      found.add("container");
    }
    if (ENGINE.usual().listNetworksCmd().withNameFilter(name).exec().stream()
        .anyMatch(network -> network.getName().equals(name))) {
      found.add("network");
    }
    var volumes = ENGINE.usual().listVolumesCmd().exec().getVolumes();
    if (volumes != null && volumes.stream().anyMatch(v -> v.getName().equals(name))) {
      found.add("volume");
    }
    return found;
  }

  /// Names of all containers, networks and volumes whose name begins like a server's.
  static Set<String> everything(String serverId) {
    var found = new HashSet<String>();
    var name = Labels.name(serverId);
    ENGINE.usual().listContainersCmd().withShowAll(true).exec().stream()
        .flatMap(container -> Stream.of(container.getNames()))
        .map(text -> text.substring(1))
        .forEach(found::add);
    ENGINE.usual().listNetworksCmd().exec().forEach(network -> found.add(network.getName()));
    var volumes = ENGINE.usual().listVolumesCmd().exec().getVolumes();
    if (volumes != null) {
      volumes.forEach(volume -> found.add(volume.getName()));
    }
    found.removeIf(text -> !text.startsWith(name));
    return found;
  }

  static String log(String serverId) {
    var text = new StringBuilder();
    try (var lines =
        new ResultCallback.Adapter<Frame>() {
          @Override
          public void onNext(Frame frame) {
            text.append(new String(frame.getPayload(), StandardCharsets.UTF_8));
          }
        }) {
      ENGINE
          .usual()
          .logContainerCmd(Labels.name(serverId))
          .withStdOut(true)
          .withStdErr(true)
          .exec(lines);
      lines.awaitCompletion();
    } catch (InterruptedException | IOException e) {
      throw new IllegalStateException(e);
    }
    return text.toString();
  }
}
