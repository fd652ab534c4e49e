package dev.overwinter.rooms.web;

import dev.overwinter.api.Problem;
import dev.overwinter.rooms.MemberId;
import dev.overwinter.rooms.RoomId;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// A socket in our own form: JSON both ways. A command `{"id": …, "kind": …}` is answered `{"re":
/// id, "ok": true, …}` or `{"re": id, "ok": false, "error": {…}}`.
final class OwnSocket extends RoomSocket {
  private final RoomTalk talk;
  private final RoomTalk.Speaker speaker;
  private final @Nullable Long after;
  private @Nullable RoomFeed feed;

  /// @param after the last event that was seen; null for somebody new
  OwnSocket(
      RoomHub hub,
      RoomTalk talk,
      RoomId room,
      MemberId member,
      RoomTalk.Speaker speaker,
      @Nullable Long after) {
    super(hub, room, member, speaker.who());
    this.talk = talk;
    this.speaker = speaker;
    this.after = after;
  }

  @Override
  void hello(LiveRoom joined) throws IOException {
    var made = new RoomFeed(joined, member(), who().holder(), talk.sources());
    feed = made;
    send(talk.sources().turns().take(() -> made.hello(after)).json());
  }

  @Override
  void told(RoomFrame frame) throws IOException {
    var known = feed;
    if (known != null) {
      known.take(frame, told -> send(told.json()));
    }
  }

  @Override
  void obey(LiveRoom joined, String text) {
    var said = read(text);
    var answer = new LinkedHashMap<String, @Nullable Object>();
    answer.put("re", id(said));
    answer.put("ok", true);
    talk.obey(joined, member(), speaker, said)
        .ifPresent(done -> {
          answer.put("seq", done.seq());
          answer.put("changed", done.changed());
          answer.put("made", done.made());
        });
    if (!said.path("id").isMissingNode()) {
      say(answer);
    }
  }

  private JsonNode read(String text) {
    try {
      var said = talk.sources().json().readTree(text);
      if (said.isObject()) {
        return said;
      }
    } catch (JacksonException _) {
      // The same complaint as for what is no object.
    }
    throw unreadableFrame();
  }

  private static Problem unreadableFrame() {
    return Problem.of(
            HttpStatus.BAD_REQUEST,
            "The message cannot be read (expected: {\"id\": …, \"kind\": …})")
        .code("BAD_FRAME");
  }

  private static @Nullable Object id(JsonNode said) {
    var id = said.path("id");
    return id.isString()
        ? id.stringValue()
        : id.isIntegralNumber() && id.canConvertToLong() ? (Object) id.longValue() : null;
  }

  @Override
  void refuse(String text, Problem why) {
    var answer = new LinkedHashMap<String, @Nullable Object>();
    try {
      answer.put("re", id(read(text)));
    } catch (Problem _) {
      answer.put("re", null);
    }
    var error = new LinkedHashMap<String, @Nullable Object>();
    var properties = Optional.ofNullable(why.getBody().getProperties());
    error.put("code", properties.map(more -> more.get("code")).orElse(null));
    error.put("status", why.getStatusCode().value());
    error.put("detail", why.getBody().getDetail());
    properties
        .map(more -> more.get("retry_after_seconds"))
        .ifPresent(pause -> error.put("retry_after_seconds", pause));
    answer.put("ok", false);
    answer.put("error", error);
    say(answer);
  }

  @Override
  protected void unreadable() {
    refuse("", unreadableFrame());
  }

  private void say(Object answer) {
    var text = talk.sources().text(answer);
    add(() -> send(text));
  }
}
