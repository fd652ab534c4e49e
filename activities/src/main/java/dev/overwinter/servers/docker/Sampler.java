package dev.overwinter.servers.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.StatisticNetworksConfig;
import com.github.dockerjava.api.model.Statistics;
import dev.overwinter.servers.query.Answer;
import dev.overwinter.servers.query.GameQuery;
import dev.overwinter.servers.query.Question;
import dev.overwinter.servers.telemetry.Sample;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// Takes one sample of one running container. Thread-safe; blocks for a second or two, because the
/// engine itself measures for that long.
final class Sampler {
  private static final GameQuery QUERY = new GameQuery(Duration.ofSeconds(2));

  private record Cpu(String containerId, long usedNanos, long atNanos) {}

  private final Engine engine;
  private final FreezeWatch freezes;
  private final ConcurrentHashMap<String, Cpu> before = new ConcurrentHashMap<>();

  Sampler(Engine engine, FreezeWatch freezes) {
    this.engine = engine;
    this.freezes = freezes;
  }

  /// A sample; empty when the container has just gone.
  Optional<Sample> sample(Container container) throws InterruptedException {
    var serverId = container.getLabels().getOrDefault(Labels.SERVER, "");
    // Asked even when the engine cannot tell what it uses: a frozen game is noticed all the same.
    var players = players(container);
    var stats = stats(container.getId());
    if (stats == null || stats.getCpuStats() == null || stats.getMemoryStats() == null) {
      return Optional.empty();
    }
    return Optional.of(
        new Sample(
            serverId,
            Instant.now(),
            cpuMilli(serverId, container.getId(), stats),
            memory(stats),
            players == null ? null : players.online(),
            players == null ? null : players.max(),
            traffic(stats, StatisticNetworksConfig::getRxBytes),
            traffic(stats, StatisticNetworksConfig::getTxBytes)));
  }

  void forget(String serverId) {
    before.remove(serverId);
    freezes.forget(serverId);
  }

  private @Nullable Statistics stats(String id) throws InterruptedException {
    try (var one = new One()) {
      engine.usual().statsCmd(id).withNoStream(true).exec(one);
      one.awaitCompletion(10, TimeUnit.SECONDS);
      return one.statistics;
    } catch (IOException | RuntimeException gone) {
      return null;
    }
  }

  private int cpuMilli(String serverId, String containerId, Statistics stats) {
    var usage = stats.getCpuStats().getCpuUsage();
    var used = usage == null || usage.getTotalUsage() == null ? 0 : usage.getTotalUsage();
    var now = new Cpu(containerId, used, System.nanoTime());
    var last = before.put(serverId, now);
    if (last == null || !last.containerId.equals(containerId) || used < last.usedNanos) {
      return 0;
    }
    var passed = Math.max(1, now.atNanos - last.atNanos);
    return Math.toIntExact(Math.min(1_000_000, (used - last.usedNanos) * 1_000 / passed));
  }

  private static long memory(Statistics stats) {
    var memory = stats.getMemoryStats();
    var usage = memory.getUsage() == null ? 0 : memory.getUsage();
    var detail = memory.getStats();
    if (detail == null) {
      return usage;
    }
    // cgroup v1 counts children in total_…, v2 always does.
    var droppable =
        detail.getTotalInactiveFile() != null
            ? detail.getTotalInactiveFile()
            : detail.getInactiveFile();
    return droppable == null ? usage : Math.max(0, usage - droppable);
  }

  private static long traffic(Statistics stats, ToLongFunction<StatisticNetworksConfig> bytes) {
    var networks = stats.getNetworks();
    return networks == null ? 0 : networks.values().stream().mapToLong(bytes).sum();
  }

  private Answer.@Nullable Players players(Container container) {
    var question =
        Question.read(Objects.requireNonNull(container.getLabels().getOrDefault(Labels.QUERY, "")));
    var networks = container.getNetworkSettings();
    var ours =
        networks == null ? null : networks.getNetworks().get(Spot.of(container.getLabels()).name());
    var ip = ours == null ? null : ours.getIpAddress();
    if (question.isEmpty() || ip == null || ip.isEmpty()) {
      return null;
    }
    var answer = QUERY.ask(question.get(), ip);
    freezes.asked(Spot.of(container.getLabels()), answer.said());
    return answer instanceof Answer.Players players ? players : null;
  }

  private static final class One extends ResultCallback.Adapter<Statistics> {
    private volatile @Nullable Statistics statistics;

    @Override
    public void onNext(Statistics one) {
      statistics = one;
    }
  }
}
