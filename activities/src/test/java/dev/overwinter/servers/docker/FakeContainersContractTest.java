package dev.overwinter.servers.docker;

import dev.overwinter.servers.ContainerOrder;
import dev.overwinter.servers.workflow.ContainerActivities;
import java.util.HashSet;
import java.util.Set;

final class FakeContainersContractTest extends ContainerActivitiesContractTest {
  private FakeContainers fake = new FakeContainers(false);

  @Override
  ContainerActivities containers() {
    return fake;
  }

  @Override
  ContainerActivities cancelled() {
    fake = new FakeContainers(true);
    var order = order(Behaviour.SLOW);
    fake.ensureVolume(order);
    return fake;
  }

  @Override
  ContainerOrder order(Behaviour behaviour) {
    return behaviour.order(id, FakeContainers.IMAGE, "10.0.0.0/29");
  }

  @Override
  ContainerOrder orderWithoutImage() {
    return Behaviour.GOOD.order(id, "fake/none:1", "10.0.0.0/29");
  }

  @Override
  Set<String> inventory() {
    var found = new HashSet<String>();
    if (fake.has(id)) {
      found.add("container");
    }
    if (fake.networks.contains(id)) {
      found.add("network");
    }
    if (fake.worlds.containsKey(id)) {
      found.add("volume");
    }
    return found;
  }

  @Override
  int startsOfThisWorld() {
    return fake.worlds.getOrDefault(id, 0);
  }
}
