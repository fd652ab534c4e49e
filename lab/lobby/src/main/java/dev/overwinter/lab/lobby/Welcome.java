package dev.overwinter.lab.lobby;

import java.util.concurrent.atomic.AtomicLong;
import net.kyori.adventure.bossbar.BossBar;
import net.kyori.adventure.text.Component;
import net.kyori.adventure.text.format.NamedTextColor;
import net.minestom.server.MinecraftServer;
import net.minestom.server.entity.Player;
import net.minestom.server.instance.Instance;
import net.minestom.server.scoreboard.Sidebar;
import net.minestom.server.scoreboard.Sidebar.ScoreboardLine;
import net.minestom.server.timer.TaskSchedule;

/// What a newcomer reads: greeting, boss bar and sidebar.
final class Welcome {
  /// The word that players get when the server stops.
  static final Component FAREWELL =
      Component.text("The lobby goes to sleep.", NamedTextColor.AQUA)
          .appendNewline()
          .append(Component.text("Knock again and it wakes up.", NamedTextColor.WHITE));

  private static final BossBar BAR =
      BossBar.bossBar(
          Component.text("Overwinter: this server sleeps when the last player leaves"),
          1,
          BossBar.Color.BLUE,
          BossBar.Overlay.PROGRESS);

  private final Diary diary;
  private final Instance instance;
  private final Sidebar sidebar = new Sidebar(Component.text("Overwinter", NamedTextColor.AQUA));
  private final AtomicLong shownVisits = new AtomicLong(-1);

  Welcome(Diary diary, Instance instance) {
    this.diary = diary;
    this.instance = instance;
    sidebar.createLine(line("visits", "", 3));
    sidebar.createLine(line("clock", "", 2));
    sidebar.createLine(line("hint", "Build: it is kept", 1));
    refresh();
    // Every five seconds: the clock moves by 100 ticks, and 500 viewers cost 500 packets each.
    MinecraftServer.getSchedulerManager()
        .scheduleTask(this::refresh, TaskSchedule.seconds(5), TaskSchedule.seconds(5));
  }

  /// Greets a player who came for the `times`-th time.
  void greet(Player player, long times) {
    player.showBossBar(BAR);
    sidebar.addViewer(player);
    String greeting = times == 1 ? "Welcome, " : "Welcome back, ";
    player.sendMessage(
        Component.text(greeting + player.getUsername() + ".", NamedTextColor.AQUA)
            .appendNewline()
            .append(
                Component.text(
                    "You woke this server by joining. Visit " + times + " of yours.",
                    NamedTextColor.WHITE)));
  }

  void left(Player player) {
    sidebar.removeViewer(player);
  }

  private void refresh() {
    long visits = diary.visits();
    if (shownVisits.getAndSet(visits) != visits) {
      sidebar.updateLineContent("visits", Component.text("Visits: " + visits));
    }
    sidebar.updateLineContent("clock", Component.text("Time: " + timeOfDay(instance.getTime())));
  }

  /// Minecraft's day has 24,000 ticks and begins at six in the morning.
  static String timeOfDay(long ticks) {
    long minutes = Math.floorMod(ticks + 6_000, 24_000L) * 60 / 1_000;
    return "%02d:%02d".formatted(minutes / 60, minutes % 60);
  }

  private static ScoreboardLine line(String id, String text, int place) {
    return new ScoreboardLine(id, Component.text(text), place, Sidebar.NumberFormat.blank());
  }
}
