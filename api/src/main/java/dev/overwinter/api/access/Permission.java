package dev.overwinter.api.access;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What somebody may do with a server.
public enum Permission {
  /// See it: state, players, figures, timeline.
  VIEW("see it"),
  /// Read its log and type into its console.
  CONSOLE("use its console"),
  /// Wake it.
  START("start it"),
  /// Send it to sleep.
  STOP("stop it"),
  /// Its files and backups.
  FILES("use its files and backups"),
  /// Change its settings.
  SETTINGS("change its settings"),
  /// Have it do things by the clock, of those that one may do by hand.
  SCHEDULES("set its schedules"),
  /// Invite others, with no more than one's own permissions.
  INVITE("invite others"),
  /// Delete it; never given to members.
  DELETE("delete it");

  private final String words;

  Permission(String words) {
    this.words = words;
  }

  /// In the API.
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// For people, after "may".
  public String words() {
    return words;
  }

  /// Everything.
  public static Set<Permission> all() {
    return EnumSet.allOf(Permission.class);
  }

  /// What members can be given.
  public static Set<Permission> shareable() {
    return EnumSet.complementOf(EnumSet.of(DELETE));
  }

  /// A permission by its name in the API.
  public static Optional<Permission> of(String id) {
    return Stream.of(values()).filter(permission -> permission.id().equals(id)).findFirst();
  }

  static Set<Permission> read(String[] ids) {
    var all = EnumSet.of(VIEW);
    for (var id : ids) {
      of(id).ifPresent(all::add);
    }
    all.retainAll(shareable());
    return all;
  }

  static String[] write(Set<Permission> permissions) {
    var all = EnumSet.of(VIEW);
    all.addAll(permissions);
    all.retainAll(shareable());
    return all.stream().map(Permission::id).toArray(String[]::new);
  }

  /// As a list in the API.
  public static List<String> ids(Set<Permission> permissions) {
    return permissions.stream().sorted().map(Permission::id).toList();
  }
}
