package dev.overwinter.notices;

/// What people read of news.
public final class NoticeText {
  private static final String ELLIPSIS = "…";

  private NoticeText() {}

  /// For example `Friday night fell asleep: empty for 15 min`.
  static String line(News news) {
    var said = news.name() + " " + news.kind().words();
    return news.detail().isEmpty() ? said : said + ": " + news.detail();
  }

  /// One line of at most so many characters, without control characters (PostgreSQL keeps no NUL,
  /// and a terminal obeys some) and without half of a pair of surrogates.
  public static String clean(String text, int most) {
    var clean = new StringBuilder();
    var taken = 0;
    for (var at = 0; at < text.length(); ) {
      var point = text.codePointAt(at);
      at += Character.charCount(point);
      var type = Character.getType(point);
      if (type == Character.SURROGATE) {
        point = '\ufffd';
      }
      if (type == Character.CONTROL || type == Character.FORMAT || Character.isWhitespace(point)) {
        point = ' ';
      }
      if (taken == most - 1 && at < text.length()) {
        return clean.append(ELLIPSIS).toString().strip();
      }
      clean.appendCodePoint(point);
      taken++;
    }
    return clean.toString().strip();
  }

  /// The same text in Discord's Markdown: no character of it means anything.
  public static String discord(String text) {
    var escaped = new StringBuilder();
    text.codePoints()
        .forEach(point -> {
          if ("\\*_~`|>#[]()<@:-".indexOf(point) >= 0) {
            escaped.append('\\');
          }
          escaped.appendCodePoint(point);
        });
    return escaped.toString();
  }
}
