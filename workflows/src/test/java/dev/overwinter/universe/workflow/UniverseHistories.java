package dev.overwinter.universe.workflow;

import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.universe.order.OfferRequest;
import dev.overwinter.universe.order.RecallRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// Plays what is kept for replay, and writes the histories down. Run it after a change of
/// behaviour, with the directory of all histories as argument; what is there already is not played
/// again.
final class UniverseHistories {
  private UniverseHistories() {}

  private interface Evening {
    void play(UniverseWorld world);
  }

  public static void main(String[] args) throws IOException {
    var all = Path.of(args[0]);
    var planet = WorkflowIds.planet(11);
    record(all, "Planet/built-in-sequence", planet, UniverseHistories::aQueue);
    record(all, "Planet/database-away-and-changed", planet, UniverseHistories::anOutage);
    record(all, "Planet/refused", planet, world -> world.build("k", "nothing"));
    record(all, "Research/learnt", WorkflowIds.research(1), world -> world.research("r"));
    var fleet = WorkflowIds.fleet("f");
    record(all, "Fleet/there-and-home", fleet, world -> world.dispatch(3));
    record(all, "Fleet/called-back", fleet, UniverseHistories::aRecall);
    record(all, "Fleet/refused", fleet, world -> world.dispatch(0));
    var offer = WorkflowIds.offer("o");
    record(all, "Offer/accepted-after-a-refusal", offer, UniverseHistories::aTrade);
    record(all, "Offer/expired", offer, UniverseHistories::anExpiry);
  }

  private static void record(Path all, String name, String id, Evening evening) throws IOException {
    var file = all.resolve(name + ".json");
    Files.createDirectories(file.resolveSibling("."));
    if (Files.exists(file)) {
      return;
    }
    try (var world = new UniverseWorld()) {
      evening.play(world);
      world.awaitEnd(id);
      Files.writeString(file, world.history(id).toJson(true));
    }
  }

  private static void aQueue(UniverseWorld world) {
    world.build("k1", "first");
    world.build("k2", "second");
    world.sleep(Duration.ofSeconds(70));
    world.build("k3", "third");
  }

  private static void anOutage(UniverseWorld world) {
    world.universe.away(2);
    world.build("k1", "first");
    world.universe.change("transport", world.now().plusSeconds(20));
    world.untyped(WorkflowIds.planet(11)).signal("changed");
    world.universe.away(3);
  }

  private static void aRecall(UniverseWorld world) {
    world.dispatch(3);
    world.sleep(Duration.ofSeconds(20));
    world.fleet().recall(new RecallRequest(1, "f"));
  }

  private static void aTrade(UniverseWorld world) {
    world.offer(100);
    world.offer().accept(new OfferRequest("a1", 1, 11, "o"));
    world.sleep(Duration.ofDays(3));
    world.offer().accept(new OfferRequest("a2", 2, 21, "o"));
  }

  private static void anExpiry(UniverseWorld world) {
    world.universe.offersExpire(world.now().plus(Duration.ofDays(2)));
    world.offer(100);
  }
}
