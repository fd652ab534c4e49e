package dev.overwinter.worker;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// What every worker has, whatever it does.
@Configuration(proxyBeanMethods = false)
class WorkerBeans {

  @Bean
  PrometheusMeterRegistry meters() {
    return Metrics.registry();
  }

  @Bean
  Health health() {
    return new Health();
  }

  @Bean
  MetricsServer metricsServer(WorkerConfig config, PrometheusMeterRegistry meters, Health health) {
    return new MetricsServer(config.metricsBind(), config.metricsPort(), meters, health);
  }

  @Bean
  Temporal temporal(WorkerConfig config, PrometheusMeterRegistry meters) {
    return new Temporal(
        config.temporalTarget(), config.temporalNamespace(), meters, config.roomKeys());
  }
}
