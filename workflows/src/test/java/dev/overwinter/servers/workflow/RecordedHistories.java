package dev.overwinter.servers.workflow;

import static org.awaitility.Awaitility.await;

import dev.overwinter.backups.BackupWhy;
import dev.overwinter.billing.CreditStanding;
import dev.overwinter.billing.Standing;
import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.nodes.NodeStanding;
import dev.overwinter.nodes.Wish;
import dev.overwinter.servers.BackupRequest;
import dev.overwinter.servers.CancelTransferRequest;
import dev.overwinter.servers.ContainerObservation;
import dev.overwinter.servers.ContainerObservation.Ending;
import dev.overwinter.servers.DeleteRequest;
import dev.overwinter.servers.DiscardRequest;
import dev.overwinter.servers.ForgetRequest;
import dev.overwinter.servers.FormerRequest;
import dev.overwinter.servers.HibernateRequest;
import dev.overwinter.servers.Hibernation;
import dev.overwinter.servers.LockRequest;
import dev.overwinter.servers.ProxyClaim;
import dev.overwinter.servers.RecoverRequest;
import dev.overwinter.servers.RelocateRequest;
import dev.overwinter.servers.RestartRequest;
import dev.overwinter.servers.RestoreRequest;
import dev.overwinter.servers.ServerSettings;
import dev.overwinter.servers.ServerSpec;
import dev.overwinter.servers.Servers;
import dev.overwinter.servers.Started;
import dev.overwinter.servers.Stopped;
import dev.overwinter.servers.TransferRequest;
import dev.overwinter.servers.WakeRequest;
import io.temporal.client.WorkflowStub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/// Plays the evenings whose histories are kept for replay, and writes them down. Run it after a
/// change of behaviour, with a directory as argument; what is there already is not played again.
final class RecordedHistories {
  private RecordedHistories() {}

  public static void main(String[] args) throws IOException {
    var directory = Path.of(args[0]);
    Files.createDirectories(directory);
    recordAKeeping(Objects.requireNonNull(directory.getParent()));
    record(directory, "made-woken-slept", RecordedHistories::anEvening);
    record(directory, "knocked-during-stop-and-deleted", RecordedHistories::aBusyEnd);
    record(directory, "failed-and-tried-again", RecordedHistories::aBadStart);
    record(directory, "killed-outside", RecordedHistories::aCrash);
    record(directory, "moved-to-another-subnet", RecordedHistories::aMove);
    record(directory, "could-not-be-undone", RecordedHistories::aBadUndoing);
    record(directory, "crashed-until-left-lying", RecordedHistories::aCrashLoop);
    record(directory, "froze-under-a-player", RecordedHistories::aFreeze);
    record(directory, "placed-installed-and-maintained", RecordedHistories::aMaintenance);
    record(directory, "backed-up-and-restarted-elsewhere", RecordedHistories::aLoss);
    record(directory, "backup-gave-way-and-no-room-elsewhere", RecordedHistories::aBadLoss);
    record(directory, "the-database-was-away", RecordedHistories::anOutage);
    record(directory, "capped-empty-and-paid-again", RecordedHistories::anEmptyPurse);
    record(directory, "stop-was-refused", RecordedHistories::aRefusedStop);
    record(directory, "told-while-the-database-was-away", RecordedHistories::aLongOutage);
    record(directory, "restarted-and-locked-and-forgotten", RecordedHistories::aTidyOwner);
    record(directory, "restored-given-back-and-undone", RecordedHistories::aRestore);
    record(directory, "cut-was-due-while-somebody-knocked", RecordedHistories::aLateCut);
    record(directory, "moved-between-two-nodes-and-stayed", RecordedHistories::transfers);
  }

  /// Could not be filled there, was cancelled, and was moved with a player at the door.
  private static void transfers(World world, ServerWorkflow server) {
    server.wake(new WakeRequest("player", new ProxyClaim("local", 1), true));
    server.playersLeft(new ProxyClaim("local", 2));
    world.worlds.failingSteps.add("restore g2");
    server.transfer(new TransferRequest("admin", null, false, "r1"));
    await().until(() -> world.containers.count("start") == 2);
    await().until(() -> world.state(server).equals("AWAKE"));
    world.worlds.failingSteps.clear();
    server.hibernate(new HibernateRequest("admin", false));
    await().until(() -> world.state(server).equals("ASLEEP"));
    world.worlds.slow = true;
    server.transfer(new TransferRequest("admin", null, false, "r2"));
    await().until(() -> world.state(server).equals("RELOCATING"));
    server.cancelTransfer(new CancelTransferRequest("admin"));
    await().until(() -> world.state(server).equals("ASLEEP"));
    world.worlds.slow = false;
    world.containers.failingSteps.add("remove");
    server.transfer(new TransferRequest("admin", null, false, "r3"));
    server.wake(new WakeRequest("player", new ProxyClaim("local", 3), true));
    world.sleep(Duration.ofMinutes(61));
    world.containers.failingSteps.clear();
    world.sleep(Duration.ofMinutes(61));
  }

  /// A server whose world is kept, the keeper, and the server that is made of it.
  private static void recordAKeeping(Path histories) throws IOException {
    var keeper = histories.resolve("KeepWorld/recovered-at-the-second-try.json");
    if (Files.exists(keeper)) {
      return;
    }
    try (var world = new World()) {
      var server = world.create("s1");
      server.awaitCreated();
      anEveningWithABackup(world, server, 1);
      server.delete(new DeleteRequest("admin", Duration.ofDays(7)));
      WorkflowStub.fromTyped(server).getResult(Void.class);
      world.worlds.failing = true;
      world.keeper("s1").recover(new RecoverRequest(Servers.lobby("s2"), "", "admin"));
      await().until(() -> world.kept.rows.values().stream().allMatch(row -> row.attempts() == 1));
      world.worlds.failing = false;
      world.keeper("s1").recover(new RecoverRequest(Servers.lobby("s3"), "", "admin"));
      WorkflowStub.fromTyped(world.keeper("s1")).getResult(Void.class);
      await().until(() -> world.state(world.server("s3")).equals("ASLEEP"));
      Files.createDirectories(keeper.getParent());
      Files.writeString(
          keeper,
          world
              .temporal
              .getWorkflowClient()
              .fetchHistory(WorkflowIds.keptWorld("s1"))
              .toJson(true));
      var servers = histories.resolve("Server");
      Files.writeString(servers.resolve("deleted-and-kept.json"), world.history("s1").toJson(true));
      Files.writeString(servers.resolve("not-recovered.json"), world.history("s2").toJson(true));
      Files.writeString(servers.resolve("recovered.json"), world.history("s3").toJson(true));
    }
    try (var world = new World()) {
      var server = world.create("s1");
      server.awaitCreated();
      anEveningWithABackup(world, server, 1);
      world.worlds.failing = true;
      server.delete(new DeleteRequest("admin", Duration.ofDays(7)));
      await().until(() -> world.state(server).equals("FAILED"));
      world.worlds.failing = false;
      server.delete(new DeleteRequest("admin", Duration.ofDays(7)));
      WorkflowStub.fromTyped(server).getResult(Void.class);
      Files.writeString(
          histories.resolve("Server/not-deleted-for-want-of-a-copy.json"),
          world.history("s1").toJson(true));
      WorkflowStub.fromTyped(world.keeper("s1")).getResult(Void.class);
      Files.writeString(
          histories.resolve("KeepWorld/its-time-was-over.json"),
          world
              .temporal
              .getWorkflowClient()
              .fetchHistory(WorkflowIds.keptWorld("s1"))
              .toJson(true));
    }
  }

  private interface Evening {
    void play(World world, ServerWorkflow server);
  }

  private static void record(Path directory, String scenario, Evening evening) throws IOException {
    var file = directory.resolve(scenario + ".json");
    if (Files.exists(file)) {
      return;
    }
    try (var world = new World()) {
      if (scenario.equals("moved-to-another-subnet")) {
        world.containers.foreignSubnets.add("10.213.0.0/29");
      } else if (scenario.equals("could-not-be-undone")) {
        world.containers.failingSteps.addAll(List.of("container", "remove"));
      }
      var server =
          scenario.startsWith("placed")
              ? world.create(anywhere())
              : world.create(
                  ServerRun.first(
                      scenario.startsWith("back") ? Servers.kept("s1") : Servers.lobby("s1"),
                      scenario.startsWith("cut") ? 60 : 0));
      server.awaitCreated();
      evening.play(world, server);
      world.sleep(Duration.ofSeconds(10));
      Files.writeString(file, world.history("s1").toJson(true));
    }
  }

  private static void anEvening(World world, ServerWorkflow server) {
    server.wake(new WakeRequest("player", new ProxyClaim("local", 1), true));
    world.sleep(Duration.ofHours(1));
    server.playersLeft(new ProxyClaim("local", 2));
    world.sleep(Duration.ofMinutes(5));
    server.wake(new WakeRequest("player", new ProxyClaim("local", 3), true));
    world.sleep(Duration.ofMinutes(5));
    server.playersLeft(new ProxyClaim("local", 4));
    world.sleep(Duration.ofMinutes(30));
  }

  private static void aMove(World world, ServerWorkflow server) {
    world.containers.foreignSubnets.add("10.213.0.8/29");
    server.wake(new WakeRequest("player", new ProxyClaim("local", 1), true));
  }

  private static void aBadUndoing(World world, ServerWorkflow server) {
    world.containers.failingSteps.clear();
    server.wake(new WakeRequest("admin", null, true));
  }

  private static void aTidyOwner(World world, ServerWorkflow server) {
    server.backUp(
        new BackupRequest(
            "nightly", BackupRequest.How.LIVE_OK, true, BackupWhy.SCHEDULED, true, "r1"));
    await().until(() -> server.status().kept().backups().size() == 1);
    server.wake(new WakeRequest("admin", null, true));
    server.restart(new RestartRequest("admin", false, false));
    await().until(() -> world.state(server).equals("AWAKE"));
    var one = server.status().kept().backups().getFirst().id();
    server.lockBackup(new LockRequest(one, false, "admin"));
    world.worlds.failing = true;
    server.forgetBackup(new ForgetRequest(one, "admin"));
    await().until(() -> world.worlds.count("forget") == 1);
    world.worlds.failing = false;
    world.sleep(Duration.ofMinutes(20));
  }

  private static void aRestore(World world, ServerWorkflow server) {
    server.backUp(new BackupRequest("admin"));
    await().until(() -> server.status().kept().backups().size() == 1);
    var one = server.status().kept().backups().getFirst().id();
    world.worlds.failing = true;
    server.restoreBackup(new RestoreRequest(one, "admin"));
    await().until(() -> world.state(server).equals("ASLEEP"));
    world.worlds.failing = false;
    server.restoreBackup(new RestoreRequest(one, "admin"));
    await().until(() -> world.state(server).equals("ASLEEP"));
    for (int i = 0; i < 3; i++) {
      world.containers.starts.add(new Started.Failed("exit code 1"));
    }
    server.wake(new WakeRequest("admin", null, true));
    await().until(() -> server.status().kept().world().unwanted().isEmpty());
    server.hibernate(new HibernateRequest("admin", false));
    await().until(() -> world.state(server).equals("ASLEEP"));
    server.restoreBackup(new RestoreRequest(one, "admin"));
    await().until(() -> world.state(server).equals("ASLEEP"));
    server.undoRestore(new FormerRequest("admin"));
    await().until(() -> server.status().kept().world().unwanted().isEmpty());
    server.restoreBackup(new RestoreRequest(one, "admin"));
    await().until(() -> world.state(server).equals("ASLEEP"));
    server.wake(new WakeRequest("admin", null, true));
    world.sleep(Duration.ofHours(30));
    server.wake(new WakeRequest("admin", null, true));
    world.containers.stops.add(new Stopped.StillPlayed(1));
    server.restoreBackup(new RestoreRequest(one, "admin"));
    await().until(() -> world.state(server).equals("AWAKE"));
    server.restoreBackup(new RestoreRequest(one, "admin", true));
    await().until(() -> world.containers.worlds.getLast() == 6);
    await().until(() -> world.state(server).equals("AWAKE"));
    server.dropFormer(new FormerRequest("admin"));
    world.sleep(Duration.ofMinutes(1));
  }

  private static void aBusyEnd(World world, ServerWorkflow server) {
    server.wake(new WakeRequest("admin", null, true));
    server.hibernate(new HibernateRequest("admin", false));
    server.wake(new WakeRequest("player", new ProxyClaim("local", 1), true));
    server.delete(new DeleteRequest("admin"));
    WorkflowStub.fromTyped(server).getResult(Void.class);
  }

  private static void aBadStart(World world, ServerWorkflow server) {
    for (int i = 0; i < 3; i++) {
      world.containers.starts.add(new Started.Failed("exit code 1"));
    }
    server.wake(new WakeRequest("admin", null, true));
    server.wake(new WakeRequest("admin", null, true));
  }

  /// A server of a game with an install step, wherever there is room.
  private static ServerRun anywhere() {
    var spec = Servers.lobby("s1");
    return ServerRun.first(
        new ServerSpec(
            spec.id(),
            spec.name(),
            spec.owner(),
            Servers.installed(),
            "",
            0,
            spec.hibernation(),
            spec.joining(),
            Wish.ANYWHERE));
  }

  private static void aCrashLoop(World world, ServerWorkflow server) {
    server.wake(new WakeRequest("player", new ProxyClaim("local", 1), true));
    for (var run = 1; run <= 3; run++) {
      server.containerObserved(
          new ContainerObservation(
              "run" + run, false, "exit code 139", Ending.CRASHED, List.of("segmentation fault")));
      world.sleep(Duration.ofSeconds(30));
    }
    server.wake(new WakeRequest("admin", null, true));
  }

  private static void aFreeze(World world, ServerWorkflow server) {
    server.wake(new WakeRequest("player", new ProxyClaim("local", 1), true));
    server.containerObserved(
        new ContainerObservation("run1", true, "no answer for 60 s", Ending.FROZEN, List.of()));
    world.sleep(Duration.ofSeconds(30));
  }

  private static void aMaintenance(World world, ServerWorkflow server) {
    server.wake(new WakeRequest("player", new ProxyClaim("local", 1), true));
    server.nodeStands(NodeStanding.MAINTENANCE, "local", null);
    world.sleep(Duration.ofMinutes(1));
    server.playersLeft(new ProxyClaim("local", 2));
    world.sleep(Duration.ofMinutes(1));
    server.wake(new WakeRequest("admin", null, true));
    server.nodeStands(NodeStanding.SERVING, "local", null);
    server.wake(new WakeRequest("admin", null, true));
  }

  private static void anEveningWithABackup(World world, ServerWorkflow server, long seq) {
    server.wake(new WakeRequest("player", new ProxyClaim("local", seq), true));
    server.playersLeft(new ProxyClaim("local", seq + 1));
    server.hibernate(new HibernateRequest("admin", false));
    world.sleep(Duration.ofMinutes(1));
  }

  private static void aLoss(World world, ServerWorkflow server) {
    anEveningWithABackup(world, server, 1);
    anEveningWithABackup(world, server, 3);
    world.sleep(Duration.ofHours(7));
    server.backUp(new BackupRequest("admin"));
    world.sleep(Duration.ofMinutes(1));
    server.nodeStands(NodeStanding.LOST, "local", null);
    server.relocate(new RelocateRequest("admin", "", null, false));
    server.wake(new WakeRequest("player", new ProxyClaim("attic", 1), true));
    server.containerObserved(new ContainerObservation("run1", true, "running").at("local", 1));
    server.nodeStands(NodeStanding.SERVING, "local", null);
    world.sleep(Duration.ofMinutes(1));
    server.discard(new DiscardRequest("local", "admin"));
  }

  private static void aBadLoss(World world, ServerWorkflow server) {
    world.worlds.slow = true;
    server.wake(new WakeRequest("player", new ProxyClaim("local", 1), true));
    server.playersLeft(new ProxyClaim("local", 2));
    server.hibernate(new HibernateRequest("admin", false));
    await().until(() -> world.worlds.count("save g1") == 1);
    server.wake(new WakeRequest("admin", null, true));
    world.worlds.slow = false;
    server.hibernate(new HibernateRequest("admin", false));
    world.sleep(Duration.ofMinutes(1));
    server.nodeStands(NodeStanding.LOST, "local", null);
    world.worlds.failing = true;
    server.relocate(new RelocateRequest("admin", "", null, false));
    world.sleep(Duration.ofMinutes(1));
    world.worlds.failing = false;
    world.records.full = true;
    server.relocate(new RelocateRequest("admin", "", null, false));
    world.sleep(Duration.ofMinutes(1));
    server.nodeStands(NodeStanding.SERVING, "local", null);
    server.delete(new DeleteRequest("admin"));
    WorkflowStub.fromTyped(server).getResult(Void.class);
  }

  /// A server that is to be awake always.
  private static void anEmptyPurse(World world, ServerWorkflow server) {
    var spec = Servers.lobby("s1");
    server.configure(
        new ServerSettings(
            spec.name(), new Hibernation(false, Duration.ZERO, Duration.ZERO), spec.joining()));
    server.wake(new WakeRequest("player", new ProxyClaim("local", 1), true));
    server.creditStands(CreditStanding.of(4, Standing.CAPPED));
    await().until(() -> world.state(server).equals("ASLEEP"));
    server.creditStands(CreditStanding.of(5, Standing.EMPTY));
    server.wake(new WakeRequest("player", new ProxyClaim("local", 2), true));
    server.creditStands(CreditStanding.of(6, Standing.FUNDED));
    await().until(() -> world.state(server).equals("AWAKE"));
    server.nodeStands(NodeStanding.LOST, "local", Instant.EPOCH);
    server.nodeStands(NodeStanding.SERVING, "local", Instant.EPOCH);
    server.creditStands(CreditStanding.of(7, Standing.EMPTY));
    await().until(() -> world.state(server).equals("ASLEEP"));
    server.delete(new DeleteRequest("admin"));
    WorkflowStub.fromTyped(server).getResult(Void.class);
  }

  private static void aRefusedStop(World world, ServerWorkflow server) {
    server.wake(new WakeRequest("player", new ProxyClaim("local", 1), true));
    server.playersLeft(new ProxyClaim("local", 2));
    world.containers.failingSteps.add("stop");
    server.hibernate(new HibernateRequest("admin", false));
    await().until(() -> world.state(server).equals("FAILED"));
    server.containerObserved(new ContainerObservation("run1", true, "running"));
    await().until(() -> world.containers.count("stop") > 1);
    await().until(() -> world.state(server).equals("FAILED"));
    world.containers.failingSteps.clear();
    world.sleep(Duration.ofMinutes(6));
  }

  private static void aLongOutage(World world, ServerWorkflow server) {
    world.records.down = true;
    server.wake(new WakeRequest("player", new ProxyClaim("local", 1), true));
    await().until(() -> world.records.facts.size() == 2);
    server.creditStands(CreditStanding.of(5, Standing.EMPTY));
    await().until(() -> world.records.facts.size() == 3);
    world.records.down = false;
    world.sleep(Duration.ofMinutes(1));
  }

  /// The row cannot be written, so the cut has to wait, and nothing else has.
  private static void aLateCut(World world, ServerWorkflow server) {
    world.records.down = true;
    server.wake(new WakeRequest("player", new ProxyClaim("local", 1), true));
    for (var seq = 2; seq < 40; seq += 2) {
      server.playersLeft(new ProxyClaim("local", seq));
      server.playersJoined(new ProxyClaim("local", seq + 1));
    }
    server.playersLeft(new ProxyClaim("local", 40));
    world.sleep(Duration.ofMinutes(20));
    server.wake(new WakeRequest("player", new ProxyClaim("local", 41), true));
  }

  /// What moves on while a row is being refused is written twice when the database is back.
  private static void anOutage(World world, ServerWorkflow server) {
    world.records.down = true;
    server.wake(new WakeRequest("player", new ProxyClaim("local", 1), true));
    await().until(() -> world.state(server).equals("AWAKE"));
    world.sleep(Duration.ofSeconds(30));
    world.records.down = false;
    world.sleep(Duration.ofMinutes(1));
  }

  private static void aCrash(World world, ServerWorkflow server) {
    server.wake(new WakeRequest("player", new ProxyClaim("local", 1), true));
    server.containerObserved(new ContainerObservation("run1", false, "exit code 137"));
    world.sleep(Duration.ofMinutes(1));
    server.wake(new WakeRequest("player", new ProxyClaim("local", 2), true));
  }
}
