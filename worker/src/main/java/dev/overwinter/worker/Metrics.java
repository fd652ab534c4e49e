package dev.overwinter.worker;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Set;
import java.util.stream.DoubleStream;

/// The registry of a worker. Temporal's reporter asks for 69 buckets per timer and set of tags; a
/// handful says as much.
final class Metrics {
  private static final double[] OURS =
      seconds(0.1, 0.25, 0.5, 1, 2, 3, 5, 8, 13, 20, 30, 60, 120, 300);
  private static final double[] THEIRS = seconds(0.005, 0.02, 0.1, 0.5, 2, 10);

  private Metrics() {}

  static PrometheusMeterRegistry registry() {
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    registry.config().meterFilter(new FewBuckets());
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    // Lives as long as the process.
    @SuppressWarnings("resource")
    var collections = new JvmGcMetrics();
    collections.bindTo(registry);
    return registry;
  }

  private static final class FewBuckets implements MeterFilter {
    // What workflows count comes with the tags of Temporal's own metrics, most of them `none`.
    private static final Set<String> OF_TEMPORAL =
        Set.of(
            "activity_type",
            "exception",
            "namespace",
            "operation",
            "query_type",
            "signal_name",
            "status_code",
            "task_queue",
            "worker_type",
            "workflow_type");

    // Some of Temporal's own have it and others of the same name do not, which Prometheus refuses.
    private static final Set<String> OF_SOME = Set.of("update_name");

    @Override
    public Meter.Id map(Meter.Id id) {
      var dropped = id.getName().startsWith("overwinter_") ? OF_TEMPORAL : OF_SOME;
      var tags = id.getTags().stream().filter(tag -> !dropped.contains(tag.getKey())).toList();
      return id.replaceTags(tags);
    }

    @Override
    public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
      if (id.getType() != Meter.Type.TIMER) {
        return config;
      }
      var buckets = id.getName().startsWith("overwinter_") ? OURS : THEIRS;
      return DistributionStatisticConfig.builder()
          .percentilesHistogram(false)
          .serviceLevelObjectives(buckets)
          .build()
          .merge(config);
    }
  }

  private static double[] seconds(double... values) {
    return DoubleStream.of(values).map(s -> s * Duration.ofSeconds(1).toNanos()).toArray();
  }
}
