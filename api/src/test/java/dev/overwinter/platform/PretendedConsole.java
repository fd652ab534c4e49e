package dev.overwinter.platform;

import dev.overwinter.servers.ContainerOrder;
import dev.overwinter.servers.Told;
import dev.overwinter.servers.workflow.ConsoleActivities;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/// Games that remember what was said to them and answer as they are told.
public final class PretendedConsole implements ConsoleActivities {
  /// What was said, as `server: line`.
  public final List<String> said = new CopyOnWriteArrayList<>();

  /// What comes of it.
  public volatile Supplier<Told> answer = Told.Written::new;

  @Override
  public Told send(ContainerOrder order, String line, String request) {
    said.add(order.serverId() + ": " + line);
    return answer.get();
  }
}
