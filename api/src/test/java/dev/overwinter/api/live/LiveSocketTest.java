package dev.overwinter.api.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.websocket.server.WsContextListener;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Sockets in a real web server, with clients that behave and one that does not.
@Timeout(60)
class LiveSocketTest {
  private static final int MOST_TEXT = 4_000;
  private static final int MOST_WAITING = 64;
  private static final Duration SILENCE = Duration.ofSeconds(5);
  private static final Duration SLOWEST = Duration.ofSeconds(2);

  private final BlockingQueue<Echo> opened = new LinkedBlockingQueue<>();
  private final CountDownLatch mayBegin = new CountDownLatch(1);
  private final HttpClient http = HttpClient.newHttpClient();
  private final Tomcat tomcat = new Tomcat();

  @BeforeEach
  void start(@TempDir Path home) throws LifecycleException {
    tomcat.setBaseDir(home.toString());
    tomcat.setPort(0);
    var context = (StandardContext) tomcat.addContext("", home.toString());
    context.setClearReferencesRmiTargets(false); // it would complain of not being let to look
    context.setClearReferencesThreadLocals(false);
    context.addApplicationListener(WsContextListener.class.getName());
    Tomcat.addServlet(context, "sockets", new Door()).addMapping("/*");
    tomcat.start();
  }

  @AfterEach
  void stop() throws LifecycleException {
    mayBegin.countDown();
    http.shutdownNow();
    tomcat.stop();
    tomcat.destroy();
  }

  private final class Door extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException, ServletException {
      new Echo().upgrade(request, response, "/echo");
    }
  }

  /// Says again what it hears.
  private final class Echo extends LiveSocket {
    private final BlockingQueue<String> last = new LinkedBlockingQueue<>();
    private final CountDownLatch gone = new CountDownLatch(1);

    Echo() {
      super(MOST_TEXT, MOST_WAITING, SILENCE, SLOWEST);
    }

    void tell(String text) {
      add(() -> send(text));
    }

    @Override
    protected void begin() throws IOException {
      opened.add(this);
      try {
        mayBegin.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      send("hello");
    }

    @Override
    protected void heard(String text) {
      tell(text);
    }

    @Override
    protected void unreadable() {
      tell("no text");
    }

    @Override
    protected void ended() {
      last.add("ended");
      gone.countDown();
    }
  }

  /// A client that reads all that it is told.
  private static final class Client implements WebSocket.Listener {
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final StringBuilder part = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
      part.append(text);
      if (last) {
        heard.add(part.toString());
        part.setLength(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
      heard.add(status + " " + reason);
      return null;
    }

    @Nullable String next() throws InterruptedException {
      return heard.poll(20, TimeUnit.SECONDS);
    }
  }

  private int port() {
    return tomcat.getConnector().getLocalPort();
  }

  private WebSocket open(Client client) {
    return http.newWebSocketBuilder()
        .buildAsync(URI.create("ws://127.0.0.1:" + port() + "/"), client)
        .join();
  }

  /// A socket whose client does not read one byte after the handshake.
  private Socket deaf() throws IOException {
    var socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()));
    var asked =
        """
        GET / HTTP/1.1
        Host: localhost
        Connection: Upgrade
        Upgrade: websocket
        Sec-WebSocket-Version: 13
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
        Sec-WebSocket-Extensions: permessage-deflate

        """
            .replace("\n", "\r\n");
    socket.getOutputStream().write(asked.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private Echo echo() throws InterruptedException {
    var next = opened.poll(20, TimeUnit.SECONDS);
    assertThat(next).isNotNull();
    return next;
  }

  @Test
  void whatIsLongerThanABufferComesWholeAndInOrder() throws Exception {
    mayBegin.countDown();
    var client = new Client();
    var socket = open(client);
    assertThat(client.next()).isEqualTo("hello");
    var texts =
        IntStream.of(0, 1, LiveSocket.PART - 1, LiveSocket.PART, LiveSocket.PART + 1, MOST_TEXT)
            .mapToObj(length -> "€".repeat(length))
            .toList();
    for (var text : texts) {
      socket.sendText(text, true).join();
    }
    for (var text : texts) {
      assertThat(client.next()).isEqualTo(text);
    }
    socket.sendText("in ", false).join();
    socket.sendText("three ", false).join();
    socket.sendText("parts", true).join();
    assertThat(client.next()).isEqualTo("in three parts");
  }

  @Test
  @Tag("ROOM-28")
  void whatIsTooLongEndsTheSocketHoweverItIsCut() throws Exception {
    mayBegin.countDown();
    for (var cut : List.of(MOST_TEXT + 1, 100)) {
      var client = new Client();
      var socket = open(client);
      assertThat(client.next()).isEqualTo("hello");
      for (int sent = 0; sent <= MOST_TEXT; sent += cut) {
        // The last of them may find the socket closed.
        var _ = socket.sendText("x".repeat(cut), false).exceptionally(_ -> socket).join();
      }
      assertThat(client.next()).isEqualTo("1009 too much at once");
      assertThat(echo().last.poll(20, TimeUnit.SECONDS)).isEqualTo("ended");
    }
  }

  @Test
  @Tag("ROOM-15")
  void whatIsNoTextIsAnsweredOnceHoweverItIsCut() throws Exception {
    mayBegin.countDown();
    var client = new Client();
    var socket = open(client);
    socket.sendBinary(ByteBuffer.allocate(1500), false).join();
    socket.sendBinary(ByteBuffer.allocate(1500), true).join();
    socket.sendText("after", true).join();
    assertThat(List.of(client.next() + "", client.next() + "", client.next() + ""))
        .containsExactly("hello", "no text", "after");
  }

  @Test
  void whatIsSaidBeforeTheFirstMessageIsAnsweredAfterItInOrder() throws Exception {
    var client = new Client();
    var socket = open(client);
    var said = IntStream.range(0, MOST_WAITING / 2).mapToObj(String::valueOf).toList();
    for (var text : said) {
      socket.sendText(text, true).join();
    }
    var _ = echo();
    mayBegin.countDown();
    var heard = new ArrayList<String>();
    for (int nth = 0; nth <= said.size(); nth++) {
      heard.add(client.next() + "");
    }
    assertThat(heard.getFirst()).isEqualTo("hello");
    assertThat(heard.subList(1, heard.size())).isEqualTo(said);
  }

  @Test
  @Tag("ROOM-16")
  void aReaderWhoDoesNotReadIsCutOffAndTheOthersHearAllOfIt() throws Exception {
    mayBegin.countDown();
    try (var deaf = deaf()) {
      var far = echo();
      var client = new Client();
      open(client);
      var near = echo();
      assertThat(client.next()).isEqualTo("hello");
      var text = "news ".repeat(20_000);
      for (int nth = 0; !far.isOver(); nth++) {
        far.tell(text);
        near.tell(nth + text);
        assertThat(client.next()).isEqualTo(nth + text);
        assertThat(nth).as("told without end to somebody who does not read").isLessThan(1_000);
      }
      // What waits for them is thrown away; what is half written ends when its time is over.
      far.tell(text);
      near.tell("still here");
      assertThat(client.next()).isEqualTo("still here");
      assertThat(far.last.poll(20, TimeUnit.SECONDS)).isEqualTo("ended");
      assertThat(far.last).isEmpty();
      assertThat(deaf.isConnected()).isTrue();
    }
  }

  @Test
  @Tag("ROOM-18")
  void whoAnswersNoPingIsTakenForGoneAndWhoAnswersStays() throws Exception {
    mayBegin.countDown();
    try (var deaf = deaf()) {
      var far = echo();
      var client = new Client();
      open(client);
      var near = echo();
      assertThat(client.next()).isEqualTo("hello");
      while (far.last.isEmpty()) {
        far.ping();
        near.ping();
        var _ = far.gone.await(200, TimeUnit.MILLISECONDS);
      }
      near.tell("still here");
      assertThat(client.next()).isEqualTo("still here");
      assertThat(deaf.isConnected()).isTrue();
    }
  }

  @Test
  void nobodysSocketIsCompressed() throws Exception {
    try (var asked = deaf();
        var in =
            new BufferedReader(
                new InputStreamReader(asked.getInputStream(), StandardCharsets.US_ASCII))) {
      assertThat(in.readLine()).contains("101");
      for (var line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
        assertThat(line).doesNotContain("Sec-WebSocket-Extensions");
      }
    }
  }

  @Test
  void whoGoesIsEndedOnceWhateverStillWaitsForThem() throws Exception {
    mayBegin.countDown();
    var client = new Client();
    var socket = open(client);
    assertThat(client.next()).isEqualTo("hello");
    var echo = echo();
    socket.abort();
    assertThat(echo.last.poll(20, TimeUnit.SECONDS)).isEqualTo("ended");
    for (int nth = 0; nth < 2 * MOST_WAITING; nth++) {
      echo.tell("nobody is there");
    }
    assertThat(echo.last.poll(100, TimeUnit.MILLISECONDS)).isNull();
    assertThatThrownBy(() -> socket.sendText("x", true).join()).isInstanceOf(Exception.class);
  }
}
