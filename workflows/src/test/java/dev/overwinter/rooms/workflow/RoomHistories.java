package dev.overwinter.rooms.workflow;

import dev.overwinter.rooms.Role;
import dev.overwinter.rooms.RoomAnswer;
import dev.overwinter.rooms.RoomCommand;
import dev.overwinter.rooms.RoomOrder;
import dev.overwinter.rooms.RoomSettings;
import dev.overwinter.rooms.Rooms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Plays what is kept for replay, and writes the histories down, sealed with the key of the tests.
/// Run it after a change of behaviour, with the directory of all histories as argument; what is
/// there already is not played again.
final class RoomHistories {
  private RoomHistories() {}

  private interface Evening {
    void play(RoomWorld world);
  }

  public static void main(String[] args) throws IOException {
    var all = Path.of(args[0]);
    record(all, "Room/a-round-of-top10", 0, RoomHistories::top10);
    record(all, "Room/janken-by-the-clock-and-bots", 0, RoomHistories::janken);
    record(all, "Room/the-database-was-away", 0, RoomHistories::anOutage);
    record(all, "Room/expired-and-retired", 0, RoomHistories::aSilence);
    record(all, "Room/continued-as-new", 40, RoomHistories::aLongTalk);
    record(all, "Room/behind-rewound-and-repeated", 0, RoomHistories::apart);
    record(all, "Room/refused-and-not-there", 0, RoomHistories::nothing);
    record(all, "Room/the-host-had-gone", 0, RoomHistories::aSuccession);
  }

  private static void record(Path all, String name, int continueAfterEvents, Evening evening)
      throws IOException {
    var file = all.resolve(name + ".json");
    Files.createDirectories(file.resolveSibling("."));
    if (Files.exists(file)) {
      return;
    }
    try (var world = new RoomWorld(continueAfterEvents)) {
      evening.play(world);
      world.awaitEnd();
      Files.writeString(file, world.history().toJson(true));
    }
  }

  private static void close(RoomWorld world) {
    world.must("Ann", new RoomCommand.Close());
  }

  private static void top10(RoomWorld world) {
    world.open(RoomSettings.usual(), "Bob", "Cleo");
    world.must("Ann", new RoomCommand.Wish(Rooms.id("Ann"), Role.MASTER));
    world.start();
    world.must("Bob", RoomWorld.move("peek", world.card("Bob"), "true"));
    world.must("Ann", RoomWorld.move("score", world.card("Bob"), "5"));
    world.must("Bob", RoomWorld.move("flip", world.card("Bob"), "false"));
    world.must("Bob", new RoomCommand.Say("m1"));
    world.order("Bob", new RoomCommand.Say("none"));
    world.must("Cleo", new RoomCommand.React("m1", "👍", true));
    world.must("Dan", new RoomCommand.Join("Dan"));
    world.must("Ann", new RoomCommand.Kick(Rooms.id("Cleo")));
    world.must(null, new RoomCommand.Start(null, List.of("Eve", "Bob")));
    world.must("Ann", new RoomCommand.Finish());
    close(world);
  }

  private static void janken(RoomWorld world) {
    world.open(RoomSettings.usual(), "Bob");
    world.must("Ann", new RoomCommand.Configure(null, "janken", null));
    world.must("Ann", new RoomCommand.AddBot());
    world.start();
    // Refused when it is Bob who has nobody to throw against.
    world.order("Bob", RoomWorld.move("throw", "", "rock"));
    world.sleep(Duration.ofMinutes(5));
    close(world);
  }

  private static void anOutage(RoomWorld world) {
    world.open(RoomSettings.usual(), "Bob");
    world.rooms.away(3);
    world.start();
    world.rooms.ghost(world.step("lost", "Bob", new RoomCommand.Say("m0")));
    world.must("Bob", new RoomCommand.Say("m1"));
    close(world);
  }

  private static void aSilence(RoomWorld world) {
    world.open(RoomSettings.usual(), "Bob");
    world.start();
    world.sleep(Duration.ofHours(2));
    world.start();
  }

  private static void aLongTalk(RoomWorld world) {
    world.open(RoomSettings.usual(), "Bob");
    for (var message = 0; message < 20; message++) {
      world.must("Bob", new RoomCommand.Say("m" + message));
    }
    close(world);
  }

  /// What the room knows and what PostgreSQL has are two things.
  private static void apart(RoomWorld world) {
    world.open(RoomSettings.usual(), "Bob");
    world.must("Bob", new RoomCommand.Say("m1"));
    var before = world.rooms.state();
    world.rooms.unheard(world.step("unheard", "Bob", new RoomCommand.Say("m2")));
    var seen = world.rooms.state().seq();
    var say = new RoomCommand.Say("m3");
    world.order(new RoomOrder("seen", Rooms.ID, Rooms.id("Bob"), Rooms.holder("Bob"), say, seen));
    world.rooms.has(before, List.of());
    world.must("Bob", new RoomCommand.Say("m4"));
    world.rooms.answered("old", new RoomAnswer.Done(1, true, "b-00000001"));
    world.order(Rooms.order("old", "Ann", new RoomCommand.AddBot()));
    close(world);
  }

  private static void aSuccession(RoomWorld world) {
    world.open(RoomSettings.usual(), "Bob", "Cleo");
    world.must("Bob", new RoomCommand.TakeHost(Rooms.id("Ann")));
    world.order("Cleo", new RoomCommand.TakeHost(Rooms.id("Ann")));
    world.must("Bob", new RoomCommand.Start(null, null));
    world.must("Bob", new RoomCommand.HandOver(Rooms.id("Ann")));
    close(world);
  }

  private static void nothing(RoomWorld world) {
    world.order("Ann", new RoomCommand.Start(null, null));
  }
}
