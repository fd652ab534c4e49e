package dev.overwinter.lab.benchmarks.universe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.overwinter.lab.benchmarks.parts.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Somebody who has registered by the older paths and is logged in.
///
/// @param id the number in those paths
/// @param headers what each request bears
record Colonist(long id, String headers) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int REGISTERING_AT_ONCE = 3;

  /// A newcomer.
  ///
  /// @throws IOException when that is refused, or nobody answers
  static Colonist join(Wire wire) throws IOException {
    var name = name();
    var id = body(wire.ask(register(name))).path("id").asLong();
    var token = body(wire.ask(login(name))).path("access_token").asText();
    return of(id, token);
  }

  private static String name() {
    return "b" + UUID.randomUUID().toString().substring(0, 18);
  }

  static Colonist of(long id, String token) {
    return new Colonist(id, "Authorization: Bearer %s\r\n".formatted(token));
  }

  static byte[] register(String name) {
    return Wire.post(
        "/auth/register",
        "",
        bytes(
            "{\"username\":\"%s\",\"email\":\"%s@example.org\",\"password\":\"%s %s\"}"
                .formatted(name, name, name, name)));
  }

  static byte[] login(String name) {
    return Wire.post(
        "/auth/login",
        "",
        bytes("{\"username\":\"%s\",\"password\":\"%s %s\"}".formatted(name, name, name)));
  }

  /// Many of them; a few at a time, as passwords are hashed.
  static List<Colonist> join(int port, int count) throws IOException, InterruptedException {
    return few(port, count, Colonist::join);
  }

  /// Accounts that have not logged in yet, by their names.
  static List<String> register(int port, int count) throws IOException, InterruptedException {
    return few(
        port,
        count,
        wire -> {
          var name = name();
          var _ = body(wire.ask(register(name)));
          return name;
        });
  }

  private interface Coming<T> {
    T come(Wire wire) throws IOException;
  }

  private static <T> List<T> few(int port, int count, Coming<T> coming)
      throws IOException, InterruptedException {
    var all = new ArrayList<Future<T>>();
    var here = new ArrayList<T>();
    try (var few = Executors.newFixedThreadPool(REGISTERING_AT_ONCE)) {
      for (var i = 0; i < count; i++) {
        all.add(
            few.submit(() -> {
              try (var wire = new Wire(port)) {
                return coming.come(wire);
              }
            }));
      }
      for (var one : all) {
        here.add(one.get());
      }
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
    return here;
  }

  /// The answer's JSON.
  ///
  /// @throws IOException when it is not 200
  static JsonNode body(Wire.Answer answer) throws IOException {
    if (answer.status() != 200) {
      throw new IOException(answer.status() + " " + answer.body());
    }
    return JSON.readTree(answer.body());
  }

  /// What there is on the planet now.
  byte[] look() {
    return Wire.get("/player/" + id, headers);
  }

  byte[] build(String building) {
    return order("/build", "{\"building_type\":\"" + building + "\"}", "");
  }

  /// An order by an older path.
  ///
  /// @param key that makes a repeated one the same; empty for none
  byte[] order(String path, String body, String key) {
    var keyed = key.isEmpty() ? headers : headers + "Idempotency-Key: " + key + "\r\n";
    return Wire.post("/player/" + id + path, keyed, bytes(body));
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
