package dev.overwinter.servers.query;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.overwinter.servers.Endpoint;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The status that TShock, a server of Terraria, tells over HTTP.
final class TshockStatus {
  private static final int MOST_BYTES = 64 << 10;
  private static final ObjectMapper JSON = new ObjectMapper();
  // Follows no redirects: whatever a game answers, nobody else is asked (contract S-06).
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  private TshockStatus() {}

  static Answer ask(Endpoint at, int timeoutMillis) {
    var request = HttpRequest.newBuilder(URI.create("http://" + at + "/v2/server/status")).build();
    var asked =
        HTTP.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES));
    try {
      var answer = asked.get(timeoutMillis, TimeUnit.MILLISECONDS);
      return answer.statusCode() == 200
          ? parse(answer.body())
          : new Answer.Silent("status " + answer.statusCode());
    } catch (ExecutionException e) {
      return e.getCause() instanceof ConnectException
          ? new Answer.Closed("nobody listens")
          : new Answer.Silent(String.valueOf(e.getCause()));
    } catch (TimeoutException | IOException silent) {
      return new Answer.Silent("no whole answer in time");
    } catch (InterruptedException leaving) {
      Thread.currentThread().interrupt();
      return new Answer.Silent("interrupted");
    } finally {
      asked.cancel(true);
    }
  }

  private static Answer parse(byte[] body) throws IOException {
    var status = JSON.readTree(body);
    var players = status.path("playercount");
    return players.canConvertToInt() && players.asInt() >= 0
        ? new Answer.Players(players.asInt(), status.path("maxplayers").asInt(0))
        : new Answer.Silent("a status without players");
  }
}
