package dev.overwinter.lab.launcher;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.overwinter.lab.launcher.parts.Secrets;
import dev.overwinter.lab.launcher.parts.Temporal;
import dev.overwinter.lab.launcher.process.StartFailed;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Makes a home directory a node of a platform: shows the api a single-use token and keeps what it
/// answers, the secrets apart and for this user only.
final class Joining {

  private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final ObjectMapper JSON = new ObjectMapper();

  private Joining() {}

  /// What the api is told.
  ///
  /// @param token single-use, from the dashboard or `POST /api/nodes/tokens`
  /// @param name how the node wants to be called
  /// @param region may be empty
  /// @param tags may be empty
  /// @param facts what the machine has
  record Request(
      @JsonProperty("token") String token,
      @JsonProperty("name") String name,
      @JsonProperty("region") String region,
      @JsonProperty("tags") List<String> tags,
      @JsonProperty("facts") Map<String, Object> facts) {}

  /// What the api answers; what we do not know is for newer nodes.
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Welcome(
      @JsonProperty("node") @Nullable String node,
      @JsonProperty("temporal_target") @Nullable String temporalTarget,
      @JsonProperty("temporal_namespace") @Nullable String temporalNamespace,
      @JsonProperty("proxy_token") @Nullable String proxyToken,
      @JsonProperty("telemetry_token") @Nullable String telemetryToken,
      @JsonProperty("installation") @Nullable String installation,
      @JsonProperty("seal_key") @Nullable String sealKey) {}

  /// Joins and keeps the answer. The token is used up by then.
  ///
  /// @throws StartFailed when the api refuses it or cannot be reached, in one line
  static Membership join(PlatformConfig config, Invitation invitation)
      throws IOException, InterruptedException {
    requireFresh(config.home());
    new Assembly(config.ofNode(), "", _ -> {}).checkPorts(); // before the token is used up
    var api = invitation.api();
    var address = new ApiAddress(api, invitation.certificate());
    var welcome = read(ask(address, request(config, invitation)), api);
    var secrets = new Secrets(config.home().resolve("secrets"));
    if (invitation.certificate().isPresent()) {
      secrets.put(Membership.API_CERTIFICATE, Files.readString(invitation.certificate().get()));
    }
    secrets.put(Membership.PROXY_TOKEN, said(welcome.proxyToken(), "proxy_token"));
    secrets.put(Membership.TELEMETRY_TOKEN, said(welcome.telemetryToken(), "telemetry_token"));
    secrets.put(Membership.SEAL_KEY, said(welcome.sealKey(), "seal_key"));
    var membership =
        new Membership(
            said(welcome.node(), "node"),
            api,
            reachable(said(welcome.temporalTarget(), "temporal_target"), api),
            said(welcome.temporalNamespace(), "temporal_namespace"),
            said(welcome.installation(), "installation"));
    membership.keep(config.home());
    return membership;
  }

  private static void requireFresh(Path home) {
    var joined = Membership.of(home);
    if (joined.isPresent()) {
      throw new StartFailed(
          "%s is node %s of %s already: run ./overwinter up"
              .formatted(home, joined.get().node(), joined.get().api()));
    }
    if (Files.exists(home.resolve("data/postgres"))) {
      throw new StartFailed(
          home + " is a platform of its own: set OVERWINTER_HOME to another directory");
    }
  }

  private static Request request(PlatformConfig config, Invitation invitation)
      throws IOException, InterruptedException {
    return new Request(
        invitation.token(),
        invitation.name(),
        invitation.region(),
        invitation.tags(),
        MachineFacts.of(config));
  }

  private static HttpResponse<String> ask(ApiAddress address, Request request)
      throws IOException, InterruptedException {
    var api = address.url();
    var post =
        HttpRequest.newBuilder(api.resolve("/api/nodes/join"))
            .timeout(ANSWERED_WITHIN)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .POST(BodyPublishers.ofString(JSON.writeValueAsString(request)))
            .build();
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    try (var client = address.client()) {
      var reached = false;
      while (true) {
        try {
          var answer = client.send(post, BodyHandlers.ofString());
          if (answer.statusCode() / 100 != 5 || System.nanoTime() > deadline) {
            return answer;
          }
          reached = true;
        } catch (ConnectException e) {
          if (!reached || System.nanoTime() > deadline) {
            throw nobody(api);
          }
        } catch (SSLException e) {
          throw new StartFailed(
              "%s cannot be believed: %s; give its certificate by --certificate FILE"
                  .formatted(api, e.getMessage()));
        } catch (IOException e) {
          // It was on its way: the platform takes the same token from the same node again.
          reached = true;
          if (System.nanoTime() > deadline) {
            throw nobody(api);
          }
        }
        Thread.sleep(PAUSE);
      }
    }
  }

  private static StartFailed nobody(URI api) {
    return new StartFailed(
        "nobody answers at " + api + ": is it the address of the dashboard, and is it up?");
  }

  private static Welcome read(HttpResponse<String> answer, URI api) {
    try {
      if (answer.statusCode() / 100 == 2) {
        return JSON.readValue(answer.body(), Welcome.class);
      }
      throw new StartFailed(
          "the platform at %s refuses (%d): %s"
              .formatted(api, answer.statusCode(), reason(JSON.readTree(answer.body()))));
    } catch (JsonProcessingException e) {
      throw new StartFailed("no Overwinter answers at %s (%d)".formatted(api, answer.statusCode()));
    }
  }

  private static String reason(JsonNode body) {
    return body.path("detail").asText(body.path("error").asText(body.toString()));
  }

  /// A platform that names the loopback address means its own machine. If that is not this one, it
  /// is where its api is, from the moment on that it is opened.
  private static String reachable(String target, URI api) {
    return target.startsWith(Temporal.LOOPBACK + ":") && !Membership.answers(target)
        ? api.getHost() + target.substring(Temporal.LOOPBACK.length())
        : target;
  }

  private static String said(@Nullable String value, String key) {
    if (value == null || value.isBlank()) {
      throw new StartFailed("the platform's answer has no " + key + ": is it of another version?");
    }
    return value;
  }
}
