package dev.overwinter.servers.workflow;

import dev.overwinter.servers.ConsoleDoor;
import dev.overwinter.servers.Told;
import dev.overwinter.servers.Untold;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// Says the lines whose histories are kept for replay, and writes them down. Run it after a change
/// of behaviour, with a directory as argument; what is there already is not said again.
final class RecordedCommands {
  private RecordedCommands() {}

  public static void main(String[] args) throws IOException {
    var directory = Path.of(args[0]);
    Files.createDirectories(directory);
    record(directory, "answered", Set.of());
    record(directory, "unsure", Set.of());
    record(directory, "asleep", Set.of());
    record(directory, "node-away", Set.of("local"));
  }

  private static void record(Path directory, String scenario, Set<String> away) throws IOException {
    var file = directory.resolve(scenario + ".json");
    if (Files.exists(file)) {
      return;
    }
    try (var game = new ConsoleWorld(away)) {
      switch (scenario) {
        case "answered" -> game.answer = () -> new Told.Answered(List.of("two play"));
        case "unsure" ->
            game.answer =
                () -> {
                  throw new IllegalStateException("killed in the middle");
                };
        case "asleep" -> game.door = new ConsoleDoor.Closed(Untold.NOT_AWAKE, "it is not awake");
        default -> {}
      }
      game.tell("list");
      Files.writeString(file, game.history().toJson(true));
    }
  }
}
