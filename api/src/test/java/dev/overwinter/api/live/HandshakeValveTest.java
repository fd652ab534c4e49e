package dev.overwinter.api.live;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The valve in a real web server; behind it, answers that take as long as the test wants.
@Timeout(30)
class HandshakeValveTest {
  private static final int AT_ONCE = 2;
  private static final int WAITING = 3;
  private static final int MOST_OF_AN_ADDRESS = 100;

  private final Semaphore arrived = new Semaphore(0);
  private final CountDownLatch go = new CountDownLatch(1);
  private final List<Socket> sockets = new ArrayList<>();
  private final ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor();
  private final HandshakeValve valve = new HandshakeValve(AT_ONCE, WAITING, MOST_OF_AN_ADDRESS);
  private final Tomcat tomcat = new Tomcat();
  private int port;

  @BeforeEach
  void start(@TempDir Path home) throws LifecycleException {
    tomcat.setBaseDir(home.toString());
    tomcat.setPort(0);
    var context = (StandardContext) tomcat.addContext("", home.toString());
    context.setClearReferencesRmiTargets(false); // it would complain of not being let to look
    context.setClearReferencesThreadLocals(false);
    Tomcat.addServlet(context, "slow", new Slow()).addMapping("/*");
    tomcat.getEngine().getPipeline().addValve(valve);
    tomcat.start();
    port = tomcat.getConnector().getLocalPort();
  }

  @AfterEach
  void stop() throws LifecycleException, IOException {
    go.countDown();
    for (var socket : sockets) {
      socket.close();
    }
    tomcat.stop();
    tomcat.destroy();
    readers.close();
  }

  private final class Slow extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      arrived.release();
      try {
        go.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      response.getWriter().write("done");
    }
  }

  private BufferedReader ask(String path) throws IOException {
    return ask("GET", path);
  }

  private BufferedReader ask(String method, String path) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), port);
    sockets.add(socket);
    var asked = method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n\r\n";
    socket.getOutputStream().write(asked.getBytes(StandardCharsets.US_ASCII));
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
  }

  private boolean come(int many) throws InterruptedException {
    return arrived.tryAcquire(many, 10, TimeUnit.SECONDS);
  }

  @Test
  @Tag("ROOM-28")
  void ofAStormOfHandshakesSomeAreLookedAtSomeWaitAndTheOthersAreToldToComeAgain()
      throws IOException, InterruptedException {
    var answers = new ArrayList<CompletableFuture<String>>();
    for (int nth = 0; nth < AT_ONCE + WAITING + 1; nth++) {
      var asked = ask(nth % 2 == 0 ? "/ws/room/somebody" : "/api/rooms/friday/socket");
      answers.add(CompletableFuture.supplyAsync(() -> status(asked), readers));
    }
    assertThat(come(AT_ONCE)).isTrue();
    // The first to be answered is the one for whom there was no place.
    assertThat(CompletableFuture.anyOf(answers.toArray(CompletableFuture[]::new)).join())
        .isEqualTo("HTTP/1.1 503 ");
    assertThat(arrived.availablePermits()).isZero();
    go.countDown();
    assertThat(answers.stream().map(CompletableFuture::join))
        .hasSize(AT_ONCE + WAITING + 1)
        .filteredOn("HTTP/1.1 200 "::equals)
        .hasSize(AT_ONCE + WAITING);
  }

  private static String status(BufferedReader answer) {
    try {
      return String.valueOf(answer.readLine());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whoOnlySaysThatTheyWantASocketTakesNobodysTurn() throws IOException, InterruptedException {
    for (int nth = 0; nth < 4 * (AT_ONCE + WAITING); nth++) {
      var _ = ask("/api/servers/stream");
    }
    assertThat(come(4 * (AT_ONCE + WAITING))).isTrue();
    for (int nth = 0; nth < AT_ONCE; nth++) {
      // With a body of which a byte comes now and then.
      var _ = ask("POST", "/ws");
    }
    assertThat(come(AT_ONCE)).isTrue();
    var _ = ask("/ws");
    assertThat(come(1)).isTrue();
  }

  @Test
  @Tag("ROOM-28")
  void oneAddressDoesNotTakeAllTurns() throws Exception {
    tomcat.getEngine().getPipeline().removeValve(valve);
    tomcat.getEngine().getPipeline().addValve(new HandshakeValve(AT_ONCE, WAITING, 1));
    var first = ask("/ws");
    assertThat(come(1)).isTrue();
    assertThat(status(ask("/ws"))).isEqualTo("HTTP/1.1 503 ");
    go.countDown();
    assertThat(status(first)).isEqualTo("HTTP/1.1 200 ");
    assertThat(status(ask("/ws"))).isEqualTo("HTTP/1.1 200 ");
  }
}
