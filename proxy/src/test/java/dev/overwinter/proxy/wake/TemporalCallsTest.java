package dev.overwinter.proxy.wake;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Message;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.errordetails.v1.NamespaceNotFoundFailure;
import io.temporal.api.errordetails.v1.NotFoundFailure;
import io.temporal.serviceclient.StatusUtils;
import org.junit.jupiter.api.Test;

class TemporalCallsTest {

  @Test
  void aWorkflowThatHasEndedIsGone() {
    assertThat(
            TemporalCalls.workflowIsGone(
                notFound(NotFoundFailure.getDefaultInstance(), NotFoundFailure.getDescriptor())))
        .isTrue();
  }

  /// Or everybody would be told that their server is gone while an operator sets up Temporal.
  @Test
  void aNamespaceThatIsNotThereSaysNothingAboutAWorkflow() {
    assertThat(
            TemporalCalls.workflowIsGone(
                notFound(
                    NamespaceNotFoundFailure.getDefaultInstance(),
                    NamespaceNotFoundFailure.getDescriptor())))
        .isFalse();
  }

  @Test
  void aServerThatIsAwaySaysNothingAboutAWorkflow() {
    assertThat(TemporalCalls.workflowIsGone(Status.UNAVAILABLE.asRuntimeException())).isFalse();
  }

  private static StatusRuntimeException notFound(Message details, Descriptor descriptor) {
    return StatusUtils.newException(Status.NOT_FOUND.withDescription("test"), details, descriptor);
  }
}
