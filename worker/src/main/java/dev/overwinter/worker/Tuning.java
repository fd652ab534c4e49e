package dev.overwinter.worker;

import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;

/// How much a worker does at once: fixed numbers, because on a small machine they are steadier than
/// numbers that adapt.
final class Tuning {
  // 13 KB each, measured: all servers of an installation stay in memory, so that none is replayed.
  private static final int CACHED_WORKFLOWS = 2_000;
  private static final int CONTROL_SLOTS = 20;
  private static final int BILLING_SLOTS = 8;
  // Each droplet that is being made or destroyed holds one while somebody waits for it.
  private static final int SESSION_SLOTS = 200;
  private static final int UNIVERSE_SLOTS = 8;
  private static final int SCHEDULE_SLOTS = 8;
  private static final int STEP_SLOTS = 200;
  private static final int ROOM_SLOTS = 8;
  // Nearly all of them wait for somebody else's server.
  private static final int NOTICE_SLOTS = 50;
  // A start holds its slot until the game answers, and a stop must not queue behind starts.
  private static final int NODE_SLOTS = 60;
  // One second is too short for a cold JVM on two busy cores.
  private static final long DEADLOCK_MILLIS = 10_000;

  private Tuning() {}

  static WorkerFactoryOptions factory() {
    return WorkerFactoryOptions.newBuilder()
        .setUsingVirtualWorkflowThreads(true)
        .setWorkflowCacheSize(CACHED_WORKFLOWS)
        .build();
  }

  static WorkerOptions control() {
    return WorkerOptions.newBuilder()
        .setUsingVirtualThreads(true)
        .setMaxConcurrentActivityExecutionSize(CONTROL_SLOTS)
        .setMaxConcurrentLocalActivityExecutionSize(CONTROL_SLOTS)
        .setMaxConcurrentWorkflowTaskExecutionSize(CONTROL_SLOTS)
        .setMaxConcurrentWorkflowTaskPollers(4)
        .setMaxConcurrentActivityTaskPollers(2)
        .setDefaultDeadlockDetectionTimeout(DEADLOCK_MILLIS)
        .build();
  }

  /// Few hands: what accounts do is short, and must not push wakes aside.
  static WorkerOptions billing() {
    return WorkerOptions.newBuilder()
        .setUsingVirtualThreads(true)
        .setMaxConcurrentActivityExecutionSize(BILLING_SLOTS)
        .setMaxConcurrentLocalActivityExecutionSize(BILLING_SLOTS)
        .setMaxConcurrentWorkflowTaskExecutionSize(BILLING_SLOTS)
        .setMaxConcurrentWorkflowTaskPollers(2)
        .setMaxConcurrentActivityTaskPollers(1)
        .setDefaultDeadlockDetectionTimeout(DEADLOCK_MILLIS)
        .build();
  }

  /// Many hands: nearly all of them wait for the provider, and none may keep a record from being
  /// written.
  static WorkerOptions sessions() {
    return WorkerOptions.newBuilder()
        .setUsingVirtualThreads(true)
        .setMaxConcurrentActivityExecutionSize(SESSION_SLOTS)
        .setMaxConcurrentLocalActivityExecutionSize(CONTROL_SLOTS)
        .setMaxConcurrentWorkflowTaskExecutionSize(CONTROL_SLOTS)
        .setMaxConcurrentWorkflowTaskPollers(4)
        .setMaxConcurrentActivityTaskPollers(4)
        .setMaxHeartbeatThrottleInterval(Duration.ofSeconds(5))
        .setDefaultDeadlockDetectionTimeout(DEADLOCK_MILLIS)
        .build();
  }

  /// As many hands as there are connections to PostgreSQL, almost: what universes do is short and
  /// waits for nothing else.
  static WorkerOptions universe() {
    return WorkerOptions.newBuilder()
        .setUsingVirtualThreads(true)
        .setMaxConcurrentActivityExecutionSize(UNIVERSE_SLOTS)
        .setMaxConcurrentLocalActivityExecutionSize(UNIVERSE_SLOTS)
        .setMaxConcurrentWorkflowTaskExecutionSize(CONTROL_SLOTS)
        .setMaxConcurrentWorkflowTaskPollers(4)
        .setMaxConcurrentActivityTaskPollers(2)
        .setDefaultDeadlockDetectionTimeout(DEADLOCK_MILLIS)
        .build();
  }

  /// As many hands as there are connections to PostgreSQL, almost: a step of a room is one short
  /// transaction, and somebody waits for it.
  static WorkerOptions rooms() {
    return WorkerOptions.newBuilder()
        .setUsingVirtualThreads(true)
        .setMaxConcurrentActivityExecutionSize(ROOM_SLOTS)
        .setMaxConcurrentLocalActivityExecutionSize(ROOM_SLOTS)
        .setMaxConcurrentWorkflowTaskExecutionSize(CONTROL_SLOTS)
        .setMaxConcurrentWorkflowTaskPollers(4)
        .setMaxConcurrentActivityTaskPollers(1)
        .setDefaultDeadlockDetectionTimeout(DEADLOCK_MILLIS)
        .build();
  }

  /// Hundreds of runs begin in the same minute, and each keeps its records in PostgreSQL: as many
  /// hands as there are connections, almost.
  static WorkerOptions schedules() {
    return WorkerOptions.newBuilder()
        .setUsingVirtualThreads(true)
        .setMaxConcurrentActivityExecutionSize(SCHEDULE_SLOTS)
        .setMaxConcurrentWorkflowTaskExecutionSize(CONTROL_SLOTS)
        .setMaxConcurrentWorkflowTaskPollers(2)
        .setMaxConcurrentActivityTaskPollers(1)
        .setDefaultDeadlockDetectionTimeout(DEADLOCK_MILLIS)
        .build();
  }

  /// Many hands: a receiver may take ten seconds, and whoever answers at once waits for none.
  static WorkerOptions notices() {
    return WorkerOptions.newBuilder()
        .setUsingVirtualThreads(true)
        .setMaxConcurrentActivityExecutionSize(NOTICE_SLOTS)
        .setMaxConcurrentWorkflowTaskExecutionSize(CONTROL_SLOTS)
        .setMaxConcurrentWorkflowTaskPollers(2)
        .setMaxConcurrentActivityTaskPollers(1)
        .setMaxHeartbeatThrottleInterval(Duration.ofSeconds(5))
        .setDefaultDeadlockDetectionTimeout(DEADLOCK_MILLIS)
        .build();
  }

  /// Nearly all of them wait for a server's workflow.
  static WorkerOptions scheduleSteps() {
    return WorkerOptions.newBuilder()
        .setUsingVirtualThreads(true)
        .setMaxConcurrentActivityExecutionSize(STEP_SLOTS)
        .setMaxConcurrentActivityTaskPollers(2)
        .build();
  }

  static WorkerOptions node() {
    return WorkerOptions.newBuilder()
        .setUsingVirtualThreads(true)
        .setMaxConcurrentActivityExecutionSize(NODE_SLOTS)
        .setMaxConcurrentActivityTaskPollers(2)
        // An order to stop reaches a start within a second, not within the default ten.
        .setMaxHeartbeatThrottleInterval(Duration.ofSeconds(1))
        .build();
  }
}
