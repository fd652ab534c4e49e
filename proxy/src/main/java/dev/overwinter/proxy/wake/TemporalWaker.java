package dev.overwinter.proxy.wake;

import dev.overwinter.durable.Payloads;
import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.proxy.config.ProxyConfig;
import dev.overwinter.servers.ProxyClaim;
import dev.overwinter.servers.WakeOutcome;
import dev.overwinter.servers.WakeRequest;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.okhttp.OkHttpChannelBuilder;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.update.v1.Input;
import io.temporal.api.update.v1.Meta;
import io.temporal.api.update.v1.Request;
import io.temporal.api.update.v1.WaitPolicy;
import io.temporal.api.workflowservice.v1.SignalWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.UpdateWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import io.temporal.common.converter.DataConverter;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/// Speaks with `ServerWorkflow` by the three calls of Temporal's service that a proxy needs. They
/// never block and need no thread of their own.
public final class TemporalWaker implements Waker, AutoCloseable {
  private static final int SIGNAL_SECONDS = 10;

  private final ManagedChannel channel;
  private final DataConverter converter = Payloads.converter();
  private final TemporalCalls calls;
  private final String namespace;
  private final String proxy;

  /// Connects in the background; a server that is away is no reason not to start.
  public TemporalWaker(ProxyConfig.Temporal temporal, String proxy) {
    this.proxy = proxy;
    namespace = temporal.namespace();
    channel =
        // OkHttp's: the usual transport brings a second Netty along, 9 MB for one connection.
        OkHttpChannelBuilder.forTarget(temporal.target(), InsecureChannelCredentials.create())
            // A peer that vanished without a word is noticed, else calls fail until TCP gives up.
            .keepAliveTime(30, TimeUnit.SECONDS)
            .keepAliveTimeout(10, TimeUnit.SECONDS)
            .directExecutor() // what happens on an answer is short and never blocks
            .build();
    calls = new TemporalCalls(channel);
    rehearse();
  }

  /// Asks a server that cannot exist, so that the first player does not wait for a connection and
  /// for classes to be loaded. Costs no Temporal action.
  private void rehearse() {
    var _ = wake("", new ProxyClaim(proxy, 0), "rehearsal", () -> {});
  }

  @Override
  public CompletableFuture<WakeOutcome> wake(
      String serverId, ProxyClaim claim, String requestId, Runnable accepted) {
    var request = new WakeRequest("player via proxy/" + proxy, claim, true);
    var update =
        UpdateWorkflowExecutionRequest.newBuilder()
            .setNamespace(namespace)
            .setWorkflowExecution(workflow(serverId))
            .setWaitPolicy(WaitPolicy.newBuilder().setLifecycleStage(WakeQuestion.ACCEPTED))
            .setRequest(
                Request.newBuilder()
                    .setMeta(Meta.newBuilder().setUpdateId(requestId).setIdentity(identity()))
                    .setInput(Input.newBuilder().setName("wake").setArgs(payloads(request))))
            .build();
    var question = new WakeQuestion(calls, converter, update, accepted);
    question.ask();
    return question;
  }

  @Override
  public CompletableFuture<Void> playersJoined(String serverId, ProxyClaim claim) {
    return signal(serverId, "playersJoined", claim);
  }

  @Override
  public CompletableFuture<Void> playersLeft(String serverId, ProxyClaim claim) {
    return signal(serverId, "playersLeft", claim);
  }

  private CompletableFuture<Void> signal(String serverId, String name, ProxyClaim claim) {
    var request =
        SignalWorkflowExecutionRequest.newBuilder()
            .setNamespace(namespace)
            .setWorkflowExecution(workflow(serverId))
            .setSignalName(name)
            .setInput(payloads(claim))
            .setIdentity(identity())
            .setRequestId(UUID.randomUUID().toString())
            .build();
    return calls
        .call(WorkflowServiceGrpc.getSignalWorkflowExecutionMethod(), request, SIGNAL_SECONDS)
        .handle((_, problem) -> {
          if (problem == null || TemporalCalls.workflowIsGone(problem)) {
            return null; // a server that is gone needs no word
          }
          throw new CompletionException(problem);
        });
  }

  private io.temporal.api.common.v1.Payloads payloads(Object value) {
    return converter.toPayloads(value).orElseThrow();
  }

  private static WorkflowExecution workflow(String serverId) {
    return WorkflowExecution.newBuilder().setWorkflowId(WorkflowIds.server(serverId)).build();
  }

  private String identity() {
    return "proxy/" + proxy;
  }

  @Override
  public void close() {
    channel.shutdownNow();
    try {
      var _ = channel.awaitTermination(2, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
