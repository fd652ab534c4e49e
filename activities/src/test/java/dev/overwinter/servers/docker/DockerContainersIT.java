package dev.overwinter.servers.docker;

import dev.overwinter.servers.ContainerOrder;
import dev.overwinter.servers.workflow.ContainerActivities;
import java.util.Set;
import java.util.regex.Pattern;

/// The contract on a real engine.
final class DockerContainersIT extends ContainerActivitiesContractTest {
  private static final Pattern START = Pattern.compile("start (\\d+) of this world");
  private final String subnet = TestDocker.subnet();

  @Override
  ContainerActivities containers() {
    return TestDocker.activities(TestPulses::steady);
  }

  @Override
  ContainerActivities cancelled() {
    return TestDocker.activities(TestPulses::cancelled);
  }

  @Override
  ContainerOrder order(Behaviour behaviour) {
    return behaviour.order(id, TestDocker.IMAGE, subnet);
  }

  @Override
  ContainerOrder orderWithoutImage() {
    return Behaviour.GOOD.order(id, "overwinter/nobody-has-this:1", subnet);
  }

  @Override
  Set<String> inventory() {
    return TestDocker.inventory(id);
  }

  @Override
  int startsOfThisWorld() {
    var starts = START.matcher(TestDocker.log(id));
    var last = 0;
    while (starts.find()) {
      last = Integer.parseInt(starts.group(1));
    }
    return last;
  }
}
