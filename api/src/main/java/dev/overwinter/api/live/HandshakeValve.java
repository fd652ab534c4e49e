package dev.overwinter.api.live;

import dev.overwinter.api.auth.Rates;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/// After an outage everybody comes back at once. So many handshakes are looked at together, some
/// wait their turn, and whoever comes on top of them is asked to come again: what waits has a
/// request, a thread and a connection to PostgreSQL to wait for, and thousands of them would be the
/// next outage.
final class HandshakeValve extends ValveBase {
  /// More would only wait for PostgreSQL, to which there are fewer connections.
  private static final int AT_ONCE = 16;

  private static final int MOST_WAITING = 256;
  private static final long PATIENCE_SECONDS = 10;

  /// Of one address, of all that are looked at or wait; wider where addresses may ask more.
  static final int MOST_OF_AN_ADDRESS = 64;

  private final Semaphore places;
  private final Semaphore turns;
  private final Counts addresses = new Counts();
  private final int mostOfAnAddress;

  /// @param wider how many times the usual an address may ask
  HandshakeValve(int wider) {
    this(AT_ONCE, MOST_WAITING, MOST_OF_AN_ADDRESS * wider);
  }

  HandshakeValve(int atOnce, int waiting, int mostOfAnAddress) {
    super(true);
    this.mostOfAnAddress = mostOfAnAddress;
    this.turns = new Semaphore(atOnce, true);
    this.places = new Semaphore(atOnce + waiting);
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    if (!isHandshake(request)) {
      getNext().invoke(request, response);
      return;
    }
    var address = Rates.caller(request.getRemoteAddr());
    if (!addresses.take(address, 1, mostOfAnAddress)) {
      refuse(response);
      return;
    }
    try {
      inPlace(request, response);
    } finally {
      addresses.release(address, 1);
    }
  }

  private void inPlace(Request request, Response response) throws IOException, ServletException {
    if (!places.tryAcquire()) {
      refuse(response);
      return;
    }
    try {
      inTurn(request, response);
    } finally {
      places.release();
    }
  }

  private void inTurn(Request request, Response response) throws IOException, ServletException {
    try {
      if (!turns.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        refuse(response);
        return;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      refuse(response);
      return;
    }
    try {
      getNext().invoke(request, response);
    } finally {
      turns.release();
    }
  }

  /// Where sockets are, and nowhere else: nobody is to keep a turn by asking for one at a stream,
  /// or by a body of which a byte comes now and then.
  private static boolean isHandshake(Request request) {
    var path = request.getRequestURI();
    return request.getMethod().equals("GET")
        && LiveSocket.isWanted(request)
        && path != null
        && (path.equals("/ws") || path.startsWith("/ws/") || path.endsWith("/socket"));
  }

  private static void refuse(Response response) throws IOException {
    response.setStatus(503);
    response.setHeader("Retry-After", "2");
    response.setHeader("Connection", "close");
    response.setContentType("application/problem+json");
    response
        .getOutputStream()
        .write(
            """
            {"title":"Service Unavailable","status":503,"code":"BUSY",\
            "detail":"Too many come at once. Try again.","retry_after_seconds":2}
            """
                .strip()
                .getBytes(StandardCharsets.UTF_8));
  }
}
