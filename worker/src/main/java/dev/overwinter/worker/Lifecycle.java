package dev.overwinter.worker;

import dev.overwinter.billing.postgres.BillingMigration;
import dev.overwinter.durable.TaskQueues;
import dev.overwinter.servers.docker.ContainerTelemetry;
import dev.overwinter.servers.docker.ContainerWatch;
import dev.overwinter.servers.docker.DockerConsoleActivities;
import dev.overwinter.servers.docker.DockerContainerActivities;
import dev.overwinter.servers.docker.DockerWorldActivities;
import dev.overwinter.servers.docker.Engine;
import dev.overwinter.servers.docker.FreezeWatch;
import dev.overwinter.servers.docker.Hands;
import dev.overwinter.servers.docker.Machine;
import dev.overwinter.servers.docker.TemporalPulses;
import dev.overwinter.servers.postgres.Pools;
import dev.overwinter.servers.postgres.ServersMigration;
import dev.overwinter.servers.telemetry.StepBoard;
import dev.overwinter.servers.telemetry.TelemetrySink;
import dev.overwinter.sessions.postgres.Offers;
import dev.overwinter.worker.WorkerConfig.Role;
import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.worker.WorkerFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Brings a worker up as soon as what it needs is there, and takes it down in order.
final class Lifecycle implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(Lifecycle.class);
  private static final long FIRST_PAUSE_MILLIS = 200;
  private static final long LONGEST_PAUSE_MILLIS = 2_000;
  // Time for an activity under way to end; what does not is tried again by the next worker.
  private static final long LEAVE_SECONDS = 8;
  // A third of the silence after which a node counts as unknown, almost.
  private static final Duration SHOWN_EVERY = Duration.ofSeconds(20);

  private final WorkerConfig config;
  private final Temporal temporal;
  private final @Nullable Store store;
  private final TelemetrySink telemetry;
  private final MeterRegistry meters;
  private final Health health;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private @Nullable Thread starting;
  // Confined to the thread that starts.
  private @Nullable NodeUp up;
  // Confined to it, too: accounts that have yet to hear who pays.
  private List<String> outdated = List.of();
  private volatile boolean running;

  Lifecycle(
      WorkerConfig config,
      Temporal temporal,
      @Nullable Store store,
      TelemetrySink telemetry,
      MeterRegistry meters,
      Health health) {
    this.config = config;
    this.temporal = temporal;
    this.store = store;
    this.telemetry = telemetry;
    this.meters = meters;
    this.health = health;
  }

  @Override
  public void start() {
    running = true;
    starting = Thread.ofPlatform().name("start").start(this::comeUp);
  }

  private void comeUp() {
    try {
      var kept = store;
      if (config.has(Role.CONTROL) && kept != null) {
        await(
            "database",
            () -> {
              ServersMigration.migrate(kept.database());
              BillingMigration.migrate(kept.database());
              outdated = kept.ledger().agree();
              Offers.publish(kept.database(), config.sessions().offer());
              var _ =
                  kept.universe()
                      .players()
                      .createUniverse(config.universe().first(), Instant.now());
            });
      }
      await("temporal", temporal::check);
      if (config.has(Role.CONTROL)) {
        await("search attributes", temporal::ensureSearchAttributes);
      }
      await("workers", this::startWorkers);
      await("rooms", this::startRooms);
      if (config.has(Role.CONTROL)) {
        await("accounts", () -> AccountNews.termsChanged(temporal.client(), outdated));
      }
      if (config.has(Role.CONTROL)) {
        await(
            "schedules",
            () ->
                Schedules.ensure(
                    temporal.schedules(), config.sessions(), temporal.rooms().isPresent()));
        await("pool", () -> WarmPool.ensure(temporal.client(), config.sessions()));
      }
      var coming = up;
      if (coming != null) {
        await("node", coming::announce);
      }
      health.up();
      log.info("up: {} on node {}", config.roles(), config.node());
    } catch (InterruptedException leaving) {
      Thread.currentThread().interrupt();
    }
  }

  private void startWorkers() {
    var factory = WorkerFactory.newInstance(temporal.client(), Tuning.factory());
    if (config.has(Role.CONTROL)) {
      Registrations.control(
          factory.newWorker(TaskQueues.SERVERS, Tuning.control()),
          Objects.requireNonNull(store, "store"));
      Registrations.billing(
          factory.newWorker(TaskQueues.BILLING, Tuning.billing()),
          Objects.requireNonNull(store, "store"));
      Registrations.sessions(
          factory.newWorker(TaskQueues.SESSIONS, Tuning.sessions()),
          Objects.requireNonNull(store, "store"));
      Registrations.universe(
          factory.newWorker(TaskQueues.UNIVERSE, Tuning.universe()),
          Objects.requireNonNull(store, "store"));
      Registrations.schedules(
          factory.newWorker(TaskQueues.SCHEDULES, Tuning.schedules()),
          factory.newWorker(TaskQueues.SCHEDULE_STEPS, Tuning.scheduleSteps()),
          Objects.requireNonNull(store, "store"),
          temporal);
      Registrations.notices(
          factory.newWorker(TaskQueues.NOTICES, Tuning.notices()),
          Objects.requireNonNull(store, "store"));
      closeLater(NoticesWatch.begin(store.notices().overdue(), temporal.client()));
    }
    if (!config.has(Role.NODE)) {
      factory.start();
      closeLater(() -> leave(factory));
      return;
    }
    var docker = config.docker();
    var engine = new Engine(docker.host());
    var hands = new Hands();
    var board = new StepBoard();
    var count = Pools.parse(config.ports(), config.subnets()).count();
    var machine = new Machine(engine, count, config.ports(), config.subnets());
    var coming = new NodeUp(temporal.client(), config.node(), machine);
    var presence = new Presence(coming, SHOWN_EVERY);
    Registrations.node(
        factory.newWorker(TaskQueues.node(config.node()), Tuning.node()),
        new DockerContainerActivities(engine, docker, hands, new TemporalPulses(), board, meters),
        new DockerConsoleActivities(engine, docker, new TemporalPulses(), meters),
        new DockerWorldActivities(
            engine, docker, hands, new TemporalPulses(), config.store(), meters),
        presence);
    factory.start();
    up = coming;
    closeLater(engine);
    watch(engine, hands, board);
    closeLater(() -> leave(factory));
    closeLater(presence);
  }

  /// A factory of its own, since its client seals what histories keep.
  private void startRooms() {
    var client = temporal.rooms();
    var records = store == null ? null : store.rooms();
    if (client.isPresent() && records != null) {
      var factory = WorkerFactory.newInstance(client.get(), Tuning.factory());
      Registrations.rooms(factory.newWorker(TaskQueues.ROOMS, Tuning.rooms()), records);
      factory.start();
      closeLater(() -> leave(factory));
      closeLater(RoomWatch.begin(records.overdue(), client.get()));
    }
  }

  private void watch(Engine engine, Hands hands, StepBoard board) {
    var docker = config.docker();
    var reports = new TemporalNodeReports(temporal.client());
    var freezes = new FreezeWatch(engine, docker, hands, reports);
    var collecting = new ContainerTelemetry(engine, docker, telemetry, board, freezes);
    var watch = new ContainerWatch(engine, docker, hands, reports, meters, collecting::started);
    watch.start();
    collecting.start();
    closeLater(collecting);
    closeLater(watch);
  }

  private void await(String part, Runnable step) throws InterruptedException {
    var pause = FIRST_PAUSE_MILLIS;
    while (true) {
      try {
        step.run();
        health.reached(part);
        return;
      } catch (RuntimeException notYet) {
        var why = Temporal.said(notYet);
        health.waitingFor(part, why);
        log.info("waiting for {}: {}", part, why.lines().findFirst().orElse(""));
      }
      Thread.sleep(pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
    }
  }

  private static void leave(WorkerFactory factory) {
    factory.shutdown();
    factory.awaitTermination(LEAVE_SECONDS, TimeUnit.SECONDS);
    if (!factory.isTerminated()) {
      factory.shutdownNow();
      factory.awaitTermination(2, TimeUnit.SECONDS);
    }
  }

  private synchronized void closeLater(AutoCloseable part) {
    open.push(part);
  }

  @Override
  public synchronized void stop() {
    health.leaving();
    running = false;
    if (starting != null) {
      starting.interrupt();
    }
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        log.warn("while leaving: {}", e.getMessage());
      }
    }
    log.info("left");
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
