package dev.overwinter.worker;

import dev.overwinter.servers.telemetry.HttpTelemetrySink;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Puts a worker together that only has its Docker engine: it reports to the api.
@Configuration(proxyBeanMethods = false)
class NodeBeans {

  @Bean
  Lifecycle lifecycle(
      WorkerConfig config, Temporal temporal, PrometheusMeterRegistry meters, Health health) {
    var telemetry =
        new HttpTelemetrySink(
            URI.create(config.apiUrl()),
            config.apiTokenFile().orElseThrow(),
            config.apiCertificate());
    return new Lifecycle(config, temporal, null, telemetry, meters, health);
  }
}
