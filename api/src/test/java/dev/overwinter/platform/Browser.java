package dev.overwinter.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Somebody with a browser: keeps cookies, asks for pages, sends forms with their hidden token, and
/// follows no redirect by itself.
public final class Browser {
  private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

  private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).cookieHandler(cookies).build();
  private final String home;

  /// A new browser whose paths without a host are those of an api.
  public Browser(String home) {
    this.home = home;
  }

  /// Asks for a page.
  public HttpResponse<String> get(String url) {
    return send(request(url).GET().build());
  }

  /// Sends a form that stands on a page.
  ///
  /// @param page where it stands
  /// @param action where it goes
  public HttpResponse<String> form(String page, String action, Map<String, String> fields) {
    var found = TOKEN.matcher(get(page).body());
    var all = new java.util.LinkedHashMap<>(fields);
    if (found.find()) {
      all.put("_csrf", found.group(1));
    }
    return post(action, all);
  }

  /// Sends fields.
  public HttpResponse<String> post(String action, Map<String, String> fields) {
    var body =
        fields.entrySet().stream()
            .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
            .collect(Collectors.joining("&"));
    return send(
        request(action)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  /// Where an answer leads; the test fails when it leads nowhere.
  public static String location(HttpResponse<String> answer) {
    return answer
        .headers()
        .firstValue("Location")
        .orElseThrow(() -> new AssertionError(answer.statusCode() + " " + answer.body()));
  }

  /// A cookie that it keeps.
  public Optional<String> cookie(String name) {
    return cookies.getCookieStore().getCookies().stream()
        .filter(cookie -> cookie.getName().equals(name))
        .map(HttpCookie::getValue)
        .findFirst();
  }

  /// Keeps a cookie that it was not given.
  public void plant(String name, String value, String path) {
    var cookie = new HttpCookie(name, value);
    cookie.setPath(path);
    cookie.setVersion(0);
    cookie.setDomain(URI.create(home).getHost());
    cookies.getCookieStore().add(URI.create(home), cookie);
  }

  private HttpRequest.Builder request(String url) {
    return HttpRequest.newBuilder(URI.create(url.startsWith("/") ? home + url : url))
        .timeout(Duration.ofSeconds(30))
        .header("Accept", "text/html");
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
