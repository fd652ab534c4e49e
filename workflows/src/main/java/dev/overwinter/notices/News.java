package dev.overwinter.notices;

import java.time.Instant;
import java.util.Objects;

/// Something happened to a server.
///
/// @param server its id
/// @param key what tells this news from all others of the server, so that saying it again says
///   nothing
/// @param kind what happened
/// @param at when
/// @param name the server's name then
/// @param game its game's id
/// @param detail why or what exactly, one line for people; may be empty
public record News(
    String server, String key, NewsKind kind, Instant at, String name, String game, String detail) {
  private static final int MOST_NAME = 100;
  private static final int MOST_DETAIL = 500;

  public News {
    Objects.requireNonNull(server, "server");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(at, "at");
    // Names come from people and details from games: neither is trusted.
    name = NoticeText.clean(name, MOST_NAME);
    game = NoticeText.clean(game, MOST_NAME);
    detail = NoticeText.clean(detail, MOST_DETAIL);
  }

  /// The whole of it in one line for people.
  public String text() {
    return NoticeText.line(this);
  }
}
