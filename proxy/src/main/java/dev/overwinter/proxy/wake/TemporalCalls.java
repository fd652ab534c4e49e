package dev.overwinter.proxy.wake;

import com.google.protobuf.MessageLite;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.temporal.api.errordetails.v1.NamespaceNotFoundFailure;
import io.temporal.serviceclient.StatusUtils;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Single calls over one gRPC channel, as futures.
final class TemporalCalls {
  private final ManagedChannel channel;

  TemporalCalls(ManagedChannel channel) {
    this.channel = channel;
  }

  /// One attempt. Cancelling the answer cancels the call.
  <Q extends MessageLite, A extends MessageLite> CompletableFuture<A> call(
      MethodDescriptor<Q, A> method, Q request, long seconds) {
    if (channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
      // By itself the channel would wait for up to two minutes; our callers pause on their own.
      channel.resetConnectBackoff();
    }
    var call =
        channel.newCall(method, CallOptions.DEFAULT.withDeadlineAfter(seconds, TimeUnit.SECONDS));
    var answer = new Answer<A>(call);
    ClientCalls.asyncUnaryCall(call, request, answer.observer());
    return answer;
  }

  /// Whether a call failed because the workflow that it was for has ended or was never there. A
  /// namespace that is not there says nothing about a workflow.
  static boolean workflowIsGone(@Nullable Throwable problem) {
    return problem instanceof StatusRuntimeException refused
        && refused.getStatus().getCode() == Status.Code.NOT_FOUND
        && !StatusUtils.hasFailure(refused, NamespaceNotFoundFailure.class);
  }

  private static final class Answer<A> extends CompletableFuture<A> {
    private final ClientCall<?, A> call;

    Answer(ClientCall<?, A> call) {
      this.call = call;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      call.cancel("nobody asks any more", null);
      return super.cancel(mayInterruptIfRunning);
    }

    StreamObserver<A> observer() {
      return new StreamObserver<>() {
        @Override
        public void onNext(A value) {
          complete(value);
        }

        @Override
        public void onError(Throwable problem) {
          completeExceptionally(problem);
        }

        @Override
        public void onCompleted() {}
      };
    }
  }
}
