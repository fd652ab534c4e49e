package dev.overwinter.worker;

import dev.overwinter.servers.HibernateRequest;
import dev.overwinter.servers.OrderOutcome;
import dev.overwinter.servers.WakeOutcome;
import dev.overwinter.servers.WakeRequest;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A workflow that takes a server's orders and remembers them; what a real one does with them is
/// tested elsewhere.
@WorkflowInterface
public interface StandInServer {

  @WorkflowMethod(name = "StandInServer")
  void run();

  @UpdateMethod(name = "wake")
  WakeOutcome wake(WakeRequest request);

  @UpdateMethod(name = "hibernate")
  OrderOutcome hibernate(HibernateRequest request);

  @UpdateMethod(name = "heard")
  List<String> heard();

  /// Remembers.
  final class Impl implements StandInServer {
    private final List<String> heard = new ArrayList<>();

    @Override
    public void run() {
      Workflow.sleep(Duration.ofHours(1));
    }

    @Override
    public WakeOutcome wake(WakeRequest request) {
      heard.add("wake by " + request.by());
      return new WakeOutcome.Coming(Instant.EPOCH, Duration.ZERO);
    }

    @Override
    public OrderOutcome hibernate(HibernateRequest request) {
      heard.add("hibernate by " + request.by() + (request.force() ? ", whoever plays" : ""));
      return new OrderOutcome.Accepted("HIBERNATING");
    }

    @Override
    public List<String> heard() {
      return List.copyOf(heard);
    }
  }
}
