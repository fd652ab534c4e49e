package dev.overwinter.servers;

import dev.overwinter.notices.News;
import dev.overwinter.notices.NewsKind;
import java.time.Instant;
import java.util.Optional;

/// What others are told when a server's row changes. Rows that follow each other quickly become
/// one, so news say where it is and not every step of the way.
public final class ServerNews {
  private ServerNews() {}

  /// The news in a row that follows another; empty when it says nothing that people wait for.
  ///
  /// @param before the label of the row before; empty when there was none
  /// @param why its reason
  /// @param since since when it was so
  public static Optional<News> of(String before, String why, Instant since, ServerView view) {
    return kind(before, why, since, view.state())
        .map(kind ->
            new News(
                view.spec().id(),
                "row/" + view.version(),
                kind,
                view.state().since(),
                view.spec().name(),
                view.spec().template().id(),
                view.state().reason()));
  }

  private static Optional<NewsKind> kind(String before, String why, Instant since, ServerState is) {
    // Back from a stop that players have stopped, it is awake for longer than it was stopping.
    if (is instanceof ServerState.Awake) {
      return is.since().isAfter(since) ? Optional.of(NewsKind.READY) : Optional.empty();
    }
    return before.equals(is.label()) ? Optional.empty() : came(before, why, is);
  }

  private static Optional<NewsKind> came(String before, String why, ServerState is) {
    // A game that froze is stopped by force, and that was said when the stop began.
    boolean crashed = isCrash(is) && !before.equals("HIBERNATING");
    boolean moved = before.equals("RELOCATING") && Transfer.isTold(why);
    boolean restored = before.equals("RELOCATING") && !moved;
    return Optional.ofNullable(
        switch (is) {
          case ServerState.Waking _ ->
              restored ? NewsKind.RESTORED : crashed ? NewsKind.CRASHED : NewsKind.STARTED;
          case ServerState.Asleep _ ->
              restored
                  ? NewsKind.RESTORED
                  : crashed ? NewsKind.CRASHED : isNew(before) || moved ? null : NewsKind.ASLEEP;
          // Stopped to be moved; that it rests when it is there says nothing new.
          case ServerState.Relocating s ->
              s.transfer() != null && ran(before) ? NewsKind.ASLEEP : null;
          case ServerState.Hibernating _ -> crashed ? NewsKind.CRASHED : null;
          case ServerState.Failed _ -> crashed ? NewsKind.CRASHED : NewsKind.FAILED;
          case ServerState.Creating _,
              ServerState.Awake _,
              ServerState.Deleting _,
              ServerState.Deleted _ ->
              null;
        });
  }

  private static boolean isNew(String before) {
    return before.isEmpty() || before.equals("CREATING");
  }

  private static boolean ran(String before) {
    return before.equals("HIBERNATING") || before.equals("AWAKE");
  }

  private static boolean isCrash(ServerState is) {
    return is.reason().startsWith("crashed: ") || is.reason().startsWith("froze: ");
  }
}
