package dev.overwinter.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A plain HTTP client that follows no redirect and keeps no cookie.
///
/// @param url of the api
/// @param headers sent with every request
public record Http(String url, Map<String, String> headers) {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final ObjectMapper JSON = new ObjectMapper();

  /// A client without any header.
  public Http(String url) {
    this(url, Map.of());
  }

  /// What came back.
  ///
  /// @param status HTTP status
  /// @param headers headers
  /// @param body text
  public record Answer(int status, HttpHeaders headers, String body) {

    /// The body as JSON.
    public JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (JsonProcessingException e) {
        throw new AssertionError("no JSON: " + body, e);
      }
    }

    /// One field of it as text.
    public String text(String field) {
      return json().path(field).asText();
    }

    /// A header; empty when there is none.
    public String header(String name) {
      return headers.firstValue(name).orElse("");
    }
  }

  /// The same client with one more header.
  public Http with(String name, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Http(url, more);
  }

  /// GET.
  public Answer get(String path) {
    return send("GET", path, "", "");
  }

  /// DELETE.
  public Answer delete(String path) {
    return send("DELETE", path, "", "");
  }

  /// POST with JSON.
  public Answer post(String path, String json) {
    return send("POST", path, "application/json", json);
  }

  /// PATCH with JSON.
  public Answer patch(String path, String json) {
    return send("PATCH", path, "application/json", json);
  }

  /// PUT of JSON.
  public Answer put(String path, String json) {
    return send("PUT", path, "application/json", json);
  }

  /// POST of a form.
  public Answer form(String path, Map<String, String> fields) {
    var body =
        fields.entrySet().stream()
            .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
            .collect(Collectors.joining("&"));
    return send("POST", path, "application/x-www-form-urlencoded", body);
  }

  /// Any request.
  public Answer send(String method, String path, String type, String body) {
    try {
      var answer = CLIENT.send(request(method, path, type, body), BodyHandlers.ofString());
      return new Answer(answer.statusCode(), answer.headers(), answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// The lines of an answer that does not end; close it.
  public Stream<String> lines(String path) {
    try {
      return CLIENT.send(request("GET", path, "", ""), BodyHandlers.ofLines()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private HttpRequest request(String method, String path, String type, String body) {
    var request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(Duration.ofSeconds(40))
            .method(
                method,
                type.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }
    return request.build();
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
