package dev.overwinter.notices.http;

import dev.overwinter.notices.HookFormat;
import dev.overwinter.notices.News;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// A request as a receiver gets it, but for what every request has.
///
/// @param headers by name
/// @param body JSON
public record Message(Map<String, String> headers, String body) {

  /// The same news makes the same body however often it is sent.
  ///
  /// @param delivery its id
  /// @param secret what it is signed with; unused for [HookFormat#DISCORD]
  /// @param now when it is sent
  public static Message of(
      HookFormat format, String delivery, News news, String secret, Instant now) {
    return switch (format) {
      case WEBHOOK -> webhook(delivery, news, secret, now);
      case DISCORD -> new Message(Map.of(), Bodies.discord(news));
    };
  }

  private static Message webhook(String delivery, News news, String secret, Instant now) {
    var body = Bodies.own(delivery, news);
    var headers = new LinkedHashMap<String, String>();
    headers.put("X-Overwinter-Delivery", delivery);
    headers.put("X-Overwinter-Event", news.kind().id());
    headers.put("X-Overwinter-Signature", Signature.of(secret, now, body));
    return new Message(headers, body);
  }
}
