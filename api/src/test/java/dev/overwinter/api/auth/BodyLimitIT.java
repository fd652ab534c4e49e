package dev.overwinter.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.platform.Platform;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Bodies that no stranger can make this process read.
final class BodyLimitIT {
  private final Platform platform = Platform.shared();

  /// Each is answered although most of its body never comes.
  @ParameterizedTest
  @Tag("S-10")
  @CsvSource({
    "PUT, application/x-www-form-urlencoded, Content-Length: 10000000000, 413",
    "PATCH, application/x-www-form-urlencoded, Content-Length: 10000000000, 413",
    "DELETE, application/x-www-form-urlencoded, Content-Length: 10000000000, 413",
    "PUT, text/plain, Content-Length: 10000000000, 413",
    "POST, application/octet-stream, Content-Length: 10000000000, 413",
    "PUT, application/x-www-form-urlencoded, Content-Length: 1000, 401",
    "PUT, application/x-www-form-urlencoded, Transfer-Encoding: chunked, 401",
    "PUT, application/octet-stream, Content-Length: 10000000000, 401",
  })
  void aStrangersBodyIsNotRead(String method, String type, String length, int status)
      throws IOException {
    var url = URI.create(platform.url());
    try (var socket = new Socket(url.getHost(), url.getPort())) {
      socket.setSoTimeout(10_000);
      var request =
          String.join(
              "\r\n",
              method + " /api/nodes/backups/a/b HTTP/1.1",
              "Host: localhost",
              "Content-Type: " + type,
              length,
              "",
              "3",
              "a=b",
              "");
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      var answer =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      assertThat(answer.readLine()).startsWith("HTTP/1.1 " + status);
    }
  }
}
