package dev.overwinter.notices.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.overwinter.notices.News;
import dev.overwinter.notices.NewsKind;
import dev.overwinter.notices.NoticeText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What is said in each format. Fields are only ever added: receivers are other people's programs.
final class Bodies {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Bodies() {}

  static String own(String delivery, News news) {
    var body = new LinkedHashMap<String, Object>();
    body.put("delivery", delivery);
    body.put("event", news.kind().id());
    body.put("at", news.at().toString());
    var server = new LinkedHashMap<String, Object>();
    server.put("id", news.server());
    server.put("name", news.name());
    server.put("game", news.game());
    body.put("server", server);
    body.put("detail", news.detail());
    body.put("text", news.text());
    return json(body);
  }

  /// Nobody is ever mentioned: names of servers are anybody's text.
  static String discord(News news) {
    var embed = new LinkedHashMap<String, Object>();
    embed.put("title", NoticeText.discord(news.name() + " " + news.kind().words()));
    if (!news.detail().isEmpty()) {
      embed.put("description", NoticeText.discord(news.detail()));
    }
    embed.put("color", color(news.kind()));
    embed.put("timestamp", news.at().toString());
    return json(Map.of("embeds", List.of(embed), "allowed_mentions", Map.of("parse", List.of())));
  }

  private static int color(NewsKind kind) {
    return switch (kind) {
      case READY, BACKUP_MADE, RESTORED -> 0x2e_a0_43;
      case STARTED, TEST -> 0x38_8b_fd;
      case ASLEEP -> 0x6e_76_81;
      case LOW_CREDIT -> 0xd2_99_22;
      case CRASHED, FAILED, BACKUP_FAILED -> 0xda_36_33;
    };
  }

  private static String json(Map<String, Object> body) {
    try {
      return JSON.writeValueAsString(body);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
