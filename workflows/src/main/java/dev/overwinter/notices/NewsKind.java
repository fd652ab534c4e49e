package dev.overwinter.notices;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// What can be told about a server.
public enum NewsKind {
  /// Somebody or something wakes it.
  STARTED("starts"),
  /// Players can join.
  READY("is ready"),
  /// It fell asleep.
  ASLEEP("fell asleep"),
  /// Its game ended by itself or froze.
  CRASHED("crashed"),
  /// It could not be made or started.
  FAILED("could not be started"),
  /// A backup of its world is complete.
  BACKUP_MADE("was backed up"),
  /// A backup of its world failed.
  BACKUP_FAILED("could not be backed up"),
  /// Its world came out of a backup.
  RESTORED("is restored from a backup"),
  /// Its owner's credits end soon, or have ended.
  LOW_CREDIT("is low on credits"),
  /// Somebody tries a hook.
  TEST("says hello");

  private final String words;

  NewsKind(String words) {
    this.words = words;
  }

  /// In the API and in what receivers get.
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// For people, after the server's name.
  public String words() {
    return words;
  }

  /// A kind by its name in the API.
  public static Optional<NewsKind> of(String id) {
    return Stream.of(values()).filter(kind -> kind.id().equals(id)).findFirst();
  }

  /// Those that a hook can be told of; a test goes to whichever hook is tried.
  public static List<NewsKind> all() {
    return Stream.of(values()).filter(kind -> kind != TEST).toList();
  }
}
