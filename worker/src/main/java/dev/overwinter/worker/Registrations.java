package dev.overwinter.worker;

import dev.overwinter.billing.workflow.AccountWorkflowImpl;
import dev.overwinter.billing.workflow.AnnouncePriceWorkflowImpl;
import dev.overwinter.billing.workflow.ProveLedgerWorkflowImpl;
import dev.overwinter.nodes.workflow.NodePresenceActivities;
import dev.overwinter.nodes.workflow.NodeWorkflowImpl;
import dev.overwinter.notices.workflow.DeliverNoticesWorkflowImpl;
import dev.overwinter.rooms.postgres.RoomRecords;
import dev.overwinter.rooms.workflow.RoomWorkflowImpl;
import dev.overwinter.rooms.workflow.TidyRoomsWorkflowImpl;
import dev.overwinter.schedules.temporal.TemporalScheduleClockActivities;
import dev.overwinter.schedules.temporal.TemporalScheduleStepActivities;
import dev.overwinter.schedules.workflow.ChangeScheduleWorkflowImpl;
import dev.overwinter.schedules.workflow.RunScheduleWorkflowImpl;
import dev.overwinter.schedules.workflow.TidySchedulesWorkflowImpl;
import dev.overwinter.servers.workflow.ConsoleActivities;
import dev.overwinter.servers.workflow.ContainerActivities;
import dev.overwinter.servers.workflow.KeepWorldWorkflowImpl;
import dev.overwinter.servers.workflow.ReconcileNodeWorkflowImpl;
import dev.overwinter.servers.workflow.ServerWorkflowImpl;
import dev.overwinter.servers.workflow.TellGameWorkflowImpl;
import dev.overwinter.servers.workflow.TellServersWorkflowImpl;
import dev.overwinter.servers.workflow.WorldActivities;
import dev.overwinter.sessions.workflow.PoolWorkflowImpl;
import dev.overwinter.sessions.workflow.ReconcileWorkflowImpl;
import dev.overwinter.sessions.workflow.SessionWorkflowImpl;
import dev.overwinter.universe.workflow.CreateUniverseWorkflowImpl;
import dev.overwinter.universe.workflow.FleetWorkflowImpl;
import dev.overwinter.universe.workflow.OfferWorkflowImpl;
import dev.overwinter.universe.workflow.PlanetWorkflowImpl;
import dev.overwinter.universe.workflow.PlayerCommandWorkflowImpl;
import dev.overwinter.universe.workflow.ResearchWorkflowImpl;
import dev.overwinter.universe.workflow.TidyUniverseWorkflowImpl;
import io.temporal.worker.Worker;

/// What each queue runs: one line per domain.
final class Registrations {
  private Registrations() {}

  static void control(Worker worker, Store store) {
    worker.registerWorkflowImplementationTypes(
        ServerWorkflowImpl.class,
        KeepWorldWorkflowImpl.class,
        ReconcileNodeWorkflowImpl.class,
        TellServersWorkflowImpl.class,
        TellGameWorkflowImpl.class);
    worker.registerWorkflowImplementationTypes(NodeWorkflowImpl.class);
    worker.registerActivitiesImplementations(
        store.servers(), store.keptWorlds(), store.consoles(), store.nodes());
  }

  static void billing(Worker worker, Store store) {
    worker.registerWorkflowImplementationTypes(
        AccountWorkflowImpl.class, ProveLedgerWorkflowImpl.class, AnnouncePriceWorkflowImpl.class);
    worker.registerActivitiesImplementations(store.ledger());
  }

  static void sessions(Worker worker, Store store) {
    worker.registerWorkflowImplementationTypes(
        SessionWorkflowImpl.class, PoolWorkflowImpl.class, ReconcileWorkflowImpl.class);
    worker.registerActivitiesImplementations(store.sessions(), store.droplets());
  }

  static void universe(Worker worker, Store store) {
    worker.registerWorkflowImplementationTypes(
        PlanetWorkflowImpl.class,
        ResearchWorkflowImpl.class,
        FleetWorkflowImpl.class,
        OfferWorkflowImpl.class,
        PlayerCommandWorkflowImpl.class,
        CreateUniverseWorkflowImpl.class,
        TidyUniverseWorkflowImpl.class);
    var universe = store.universe();
    worker.registerActivitiesImplementations(
        universe.planets(), universe.fleets(), universe.market(), universe.players());
  }

  static void schedules(Worker worker, Worker steps, Store store, Temporal temporal) {
    worker.registerWorkflowImplementationTypes(
        RunScheduleWorkflowImpl.class,
        ChangeScheduleWorkflowImpl.class,
        TidySchedulesWorkflowImpl.class);
    worker.registerActivitiesImplementations(
        store.schedules(),
        new TemporalScheduleClockActivities(temporal.schedules(), store.scheduleRows()));
    steps.registerActivitiesImplementations(
        new TemporalScheduleStepActivities(temporal.client(), store.scheduleRows()));
  }

  static void notices(Worker worker, Store store) {
    worker.registerWorkflowImplementationTypes(DeliverNoticesWorkflowImpl.class);
    worker.registerActivitiesImplementations(store.notices().activities());
  }

  static void rooms(Worker worker, RoomRecords rooms) {
    worker.registerWorkflowImplementationTypes(RoomWorkflowImpl.class, TidyRoomsWorkflowImpl.class);
    worker.registerActivitiesImplementations(rooms.rooms(), rooms.chance(), rooms.tidying());
  }

  static void node(
      Worker worker,
      ContainerActivities containers,
      ConsoleActivities consoles,
      WorldActivities worlds,
      NodePresenceActivities presence) {
    worker.registerActivitiesImplementations(containers, consoles, worlds, presence);
  }
}
