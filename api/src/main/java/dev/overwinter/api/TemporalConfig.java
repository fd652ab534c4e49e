package dev.overwinter.api;

import com.uber.m3.tally.RootScopeBuilder;
import com.uber.m3.tally.Scope;
import dev.overwinter.durable.Payloads;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.reporter.MicrometerClientStatsReporter;
import io.temporal.serviceclient.RpcRetryOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The connection to Temporal. Made without waiting for it, so that the api starts and reads while
/// Temporal is away.
@Configuration(proxyBeanMethods = false)
class TemporalConfig {
  // A person waits for the answer: give up soon and say so, instead of the SDK's minute.
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /// The SDK's own metrics (`temporal_request_…`) beside ours; counters come up to 10 s late.
  @Bean(destroyMethod = "close")
  Scope temporalMetrics(MeterRegistry registry) {
    return new RootScopeBuilder()
        .reporter(new MicrometerClientStatsReporter(registry))
        .reportEvery(com.uber.m3.util.Duration.ofSeconds(10));
  }

  /// Some of the SDK's metrics have this tag and others of the same name do not, which Prometheus
  /// refuses: they would be missing.
  @Bean
  MeterFilter oneSetOfTags() {
    return MeterFilter.ignoreTags("update_name");
  }

  @Bean(destroyMethod = "shutdownNow")
  WorkflowServiceStubs temporal(ApiConfig config, Scope temporalMetrics) {
    return WorkflowServiceStubs.newServiceStubs(
        WorkflowServiceStubsOptions.newBuilder()
            .setTarget(config.temporalTarget())
            .setMetricsScope(temporalMetrics)
            .setRpcTimeout(PATIENCE)
            .setRpcRetryOptions(RpcRetryOptions.newBuilder().setExpiration(PATIENCE).build())
            .build());
  }

  @Bean
  WorkflowClient workflows(WorkflowServiceStubs temporal, ApiConfig config) {
    return WorkflowClient.newInstance(
        temporal,
        WorkflowClientOptions.newBuilder()
            .setNamespace(config.temporalNamespace())
            .setDataConverter(Payloads.converter())
            .setIdentity("api")
            .build());
  }
}
