package dev.overwinter.worker;

import com.uber.m3.tally.RootScopeBuilder;
import com.uber.m3.tally.Scope;
import com.uber.m3.tally.ScopeCloseException;
import com.uber.m3.util.Duration;
import dev.overwinter.durable.KeyRing;
import dev.overwinter.durable.Payloads;
import dev.overwinter.durable.SealedPayloads;
import dev.overwinter.durable.SearchAttributes;
import io.grpc.StatusRuntimeException;
import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.OperatorServiceGrpc;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleClientOptions;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.reporter.MicrometerClientStatsReporter;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// The way to Temporal. Connects lazily.
final class Temporal implements AutoCloseable {
  private static final int ASK_SECONDS = 3;

  private final String namespace;
  private final Scope scope;
  private final WorkflowServiceStubs service;
  private final WorkflowClient client;
  private final Optional<WorkflowClient> rooms;

  /// @param roomKeys what histories of rooms are sealed with; empty when none are played
  Temporal(String target, String namespace, MeterRegistry meters, Optional<KeyRing> roomKeys) {
    this.namespace = namespace;
    scope =
        new RootScopeBuilder()
            .reporter(new MicrometerClientStatsReporter(meters))
            .reportEvery(Duration.ofSeconds(5));
    service =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget(target)
                .setMetricsScope(scope)
                .build());
    client = client(Payloads.converter());
    rooms = roomKeys.map(ring -> client(SealedPayloads.converter(ring)));
  }

  private WorkflowClient client(DataConverter converter) {
    return WorkflowClient.newInstance(
        service,
        WorkflowClientOptions.newBuilder()
            .setNamespace(namespace)
            .setDataConverter(converter)
            .build());
  }

  ScheduleClient schedules() {
    return ScheduleClient.newInstance(
        service,
        ScheduleClientOptions.newBuilder()
            .setNamespace(namespace)
            .setDataConverter(Payloads.converter())
            .build());
  }

  WorkflowClient client() {
    return client;
  }

  /// The one whose payloads are sealed. No other domain may use it: their histories are plain.
  Optional<WorkflowClient> rooms() {
    return rooms;
  }

  /// Returns when Temporal serves our namespace; throws while it does not.
  void check() {
    var _ =
        service
            .blockingStub()
            .withDeadlineAfter(ASK_SECONDS, TimeUnit.SECONDS)
            .describeNamespace(
                DescribeNamespaceRequest.newBuilder().setNamespace(namespace).build());
  }

  /// Registers what operators filter by. Idempotent; throws while Temporal does not know them all.
  void ensureSearchAttributes() {
    var operator = OperatorServiceGrpc.newBlockingStub(service.getRawChannel());
    var missing = new TreeMap<String, IndexedValueType>();
    SearchAttributes.ALL.forEach(key -> missing.put(key.getName(), key.getValueType()));
    var known =
        operator
            .withDeadlineAfter(ASK_SECONDS, TimeUnit.SECONDS)
            .listSearchAttributes(
                ListSearchAttributesRequest.newBuilder().setNamespace(namespace).build());
    missing.keySet().removeAll(known.getCustomAttributesMap().keySet());
    if (!missing.isEmpty()) {
      var _ =
          operator
              .withDeadlineAfter(ASK_SECONDS, TimeUnit.SECONDS)
              .addSearchAttributes(
                  AddSearchAttributesRequest.newBuilder()
                      .setNamespace(namespace)
                      .putAllSearchAttributes(missing)
                      .build());
      throw new IllegalStateException(missing.keySet() + " were just added");
    }
  }

  /// What went wrong with Temporal, in one line.
  static String said(RuntimeException e) {
    return e instanceof StatusRuntimeException rpc
        ? rpc.getStatus().getCode() + " " + rpc.getStatus().getDescription()
        : String.valueOf(e.getMessage());
  }

  @Override
  public void close() {
    service.shutdown();
    try {
      if (!service.awaitTermination(3, TimeUnit.SECONDS)) {
        service.shutdownNow();
      }
      scope.close();
    } catch (ScopeCloseException unsent) {
      // The last seconds of our own counters.
      service.shutdownNow();
    }
  }
}
