package dev.overwinter.servers.workflow;

import dev.overwinter.servers.ContainerOrder;
import dev.overwinter.servers.Started;
import dev.overwinter.servers.Stopped;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.List;

/// What a node does with the containers of servers. Runs on the queue of one node, beside its
/// Docker engine. Every method is safe to repeat, to kill in the middle, and to run again.
///
/// An engine that cannot be reached is thrown as a retryable failure: it is *unknown*, never taken
/// for a crash. Nothing without the label of this installation is ever touched.
@ActivityInterface(namePrefix = "Container_")
public interface ContainerActivities {

  /// Type of the failure that says that somebody else on this host uses the order's subnet.
  String SUBNET_TAKEN = "SubnetTaken";

  /// The image is present, loaded or pulled. Heartbeats while it pulls.
  ///
  /// @throws io.temporal.failure.ApplicationFailure of type `ImageUnavailable`, not retryable, when
  ///   the registry or the disk says that there is no such image
  @ActivityMethod
  void ensureImage(ContainerOrder order);

  /// The server's own network exists, on its subnet, without traffic to other containers.
  ///
  /// @throws io.temporal.failure.ApplicationFailure of type [#SUBNET_TAKEN], not retryable
  @ActivityMethod
  void ensureNetwork(ContainerOrder order);

  /// The world volume exists. A new one is empty: names are never used twice.
  @ActivityMethod
  void ensureVolume(ContainerOrder order);

  /// The game's install step has run to its end, once. Locked down like the game; its output is
  /// kept with the server's log. Heartbeats.
  ///
  /// @throws io.temporal.failure.ApplicationFailure of type `InstallFailed`, not retryable, when it
  ///   ended with another code than 0 or took too long; with its last lines
  @ActivityMethod
  void ensureInstalled(ContainerOrder order);

  /// The hardened container exists, stopped. One that was made from another order is replaced.
  @ActivityMethod
  void ensureContainer(ContainerOrder order);

  /// The container runs and the game answers its own protocol. Makes what a prune has removed,
  /// except a world. Heartbeats; stops waiting when cancelled, and then the container is stopped.
  ///
  /// @throws io.temporal.failure.ApplicationFailure of type [#SUBNET_TAKEN], not retryable, when
  ///   the network had to be made again and cannot be where it was
  @ActivityMethod
  Started ensureStarted(ContainerOrder order);

  /// The container does not run. Asks the game for its players first and leaves it running when
  /// there are any, unless forced; then the stop line, the grace, and only then SIGKILL.
  @ActivityMethod
  Stopped ensureStopped(ContainerOrder order, boolean force);

  /// Container, network and volume are gone. Stops the container as [#ensureStopped] does, forced.
  @ActivityMethod
  void ensureRemoved(ContainerOrder order);

  /// Every container of this installation on this node.
  @ActivityMethod
  List<ContainerSeen> list();
}
