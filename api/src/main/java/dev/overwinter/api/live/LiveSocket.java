package dev.overwinter.api.live;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.CloseReason;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Extension;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.tomcat.websocket.Constants;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One socket. Everything is written by a virtual thread of its own, which is there only while
/// there is something to do, so a slow reader holds up nobody else and a quiet one costs no thread;
/// what it has still to do is bounded, and whoever is too far behind is cut off.
public abstract class LiveSocket extends Endpoint {
  private static final Logger LOG = LoggerFactory.getLogger(LiveSocket.class);

  /// How long the other end may take to read what is half written.
  private static final Duration SLOWEST = Duration.ofSeconds(10);

  /// How long the other end may take to say goodbye. Its place is another's by then.
  private static final Duration GOODBYE = Duration.ofSeconds(5);

  /// How long nothing may come from the other end, not even what a ping is answered with.
  private static final Duration SILENCE = Duration.ofSeconds(150);

  /// Characters, or bytes, that are taken from the network at once. What is longer comes in parts:
  /// a socket keeps a buffer of this size as long as it lives.
  static final int PART = 1024;

  private final Duration silence;
  private final Duration slowest;
  private final int mostText;
  private final Queue<Todo> todo;

  /// How often somebody wanted the writer since it last looked. One from the start: nothing is done
  /// before the first of all.
  private final AtomicInteger wanted = new AtomicInteger(1);

  /// What has come of a text; confined to the reader.
  private @Nullable StringBuilder parts;

  /// What has come of something else; confined likewise.
  private long bytes;

  private volatile @Nullable Session session;
  private volatile boolean over;

  /// Confined to the writer.
  private boolean finished;

  private volatile CloseReason.CloseCode code = CloseReason.CloseCodes.NORMAL_CLOSURE;
  private volatile String why = "";

  /// @param mostText characters of the longest thing that may be said to us
  /// @param mostWaiting how much may be left to do before its reader is too far behind
  protected LiveSocket(int mostText, int mostWaiting) {
    this(mostText, mostWaiting, SILENCE, SLOWEST);
  }

  LiveSocket(int mostText, int mostWaiting, Duration silence, Duration slowest) {
    this.silence = silence;
    this.slowest = slowest;
    this.mostText = mostText;
    this.todo = new LinkedBlockingQueue<>(mostWaiting);
  }

  /// Something that the writer's thread does.
  @FunctionalInterface
  protected interface Todo {
    void act() throws IOException;
  }

  /// First of all, on the writer's thread.
  protected abstract void begin() throws IOException;

  /// Somebody said something; on the reader's thread, which must not wait.
  protected abstract void heard(String text);

  /// Somebody sent what is no text.
  protected abstract void unreadable();

  /// Last of all, on the writer's thread, whatever happened.
  protected abstract void ended();

  /// Makes a socket of a request.
  public void upgrade(HttpServletRequest request, HttpServletResponse response, String path)
      throws IOException, ServletException {
    var config =
        ServerEndpointConfig.Builder.create(getClass(), path)
            .configurator(new Always(this))
            .build();
    var container =
        (ServerContainer)
            Objects.requireNonNull(
                request.getServletContext().getAttribute(ServerContainer.class.getName()));
    try {
      container.upgradeHttpToWebSocket(request, response, config, Map.of());
    } catch (DeploymentException e) {
      throw new ServletException(e);
    }
  }

  /// Whether a request wants to be one.
  public static boolean isWanted(HttpServletRequest request) {
    return "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
  }

  /// Gives the one endpoint that was made for a request.
  private static final class Always extends ServerEndpointConfig.Configurator {
    private final LiveSocket socket;

    Always(LiveSocket socket) {
      this.socket = socket;
    }

    @Override
    public <T> T getEndpointInstance(Class<T> type) {
      return type.cast(socket);
    }

    /// No compression: its windows would be many times what a socket takes else, outside the heap.
    @Override
    public List<Extension> getNegotiatedExtensions(
        List<Extension> installed, List<Extension> requested) {
      return List.of();
    }
  }

  @Override
  public final void onOpen(Session opened, EndpointConfig config) {
    session = opened;
    opened.getUserProperties().put(Constants.BLOCKING_SEND_TIMEOUT_PROPERTY, slowest.toMillis());
    opened.getUserProperties().put(Constants.SESSION_CLOSE_TIMEOUT_PROPERTY, GOODBYE.toMillis());
    opened.getUserProperties().put(Constants.READ_IDLE_TIMEOUT_MS, silence.toMillis());
    opened.addMessageHandler(String.class, (MessageHandler.Partial<String>) this::part);
    opened.addMessageHandler(byte[].class, (MessageHandler.Partial<byte[]>) this::part);
    Thread.ofVirtual().name("socket-", 0).start(this::first);
  }

  private void part(String text, boolean last) {
    var before = parts;
    int length = text.length() + (before == null ? 0 : before.length());
    if (over || length > mostText) {
      tooMuch();
    } else if (!last) {
      parts = (before == null ? new StringBuilder() : before).append(text);
    } else {
      parts = null;
      heard(before == null ? text : before.append(text).toString());
    }
  }

  private void part(byte[] some, boolean last) {
    bytes += some.length;
    if (over || bytes > mostText) {
      tooMuch();
    } else if (last) {
      bytes = 0;
      unreadable();
    }
  }

  private void tooMuch() {
    parts = null;
    if (!over) {
      close(CloseReason.CloseCodes.TOO_BIG, "too much at once");
    }
  }

  /// Leaves something to the writer.
  protected final void add(Todo next) {
    if (over) {
      return;
    }
    if (todo.offer(next)) {
      want();
    } else {
      close(CloseReason.CloseCodes.TRY_AGAIN_LATER, "too far behind");
    }
  }

  private void want() {
    if (wanted.getAndIncrement() == 0) {
      Thread.ofVirtual().name("socket-", 0).start(this::write);
    }
  }

  /// Ends it. Whatever waits is not told any more.
  public final void close(CloseReason.CloseCode as, String reason) {
    code = as;
    why = reason;
    over = true;
    todo.clear();
    want();
  }

  /// Whether it has ended, or is about to.
  protected final boolean isOver() {
    return over;
  }

  @Override
  public final void onClose(Session closed, CloseReason reason) {
    close(CloseReason.CloseCodes.NORMAL_CLOSURE, "");
  }

  @Override
  public final void onError(Session broken, Throwable cause) {
    LOG.debug("a socket broke: {}", cause.toString());
  }

  private void first() {
    doing(this::begin);
    write();
  }

  /// By one thread at a time; does what there is to do, and the last of all once.
  private void write() {
    int seen;
    do {
      seen = wanted.get();
      for (var next = todo.poll(); next != null && !over; next = todo.poll()) {
        doing(next);
      }
      if (over && !finished) {
        finished = true;
        todo.clear();
        end(); // first: what else there is to do may have to wait
        doing(this::ended);
      }
    } while (wanted.addAndGet(-seen) > 0);
  }

  private void doing(Todo what) {
    try {
      what.act();
    } catch (IOException e) {
      LOG.debug("a reader is gone: {}", e.toString());
      over = true;
    } catch (RuntimeException | Error e) { // whatever it is, the socket must still be ended
      LOG.error("a socket failed", e);
      code = CloseReason.CloseCodes.UNEXPECTED_CONDITION;
      over = true;
    }
  }

  /// Only on the writer's thread.
  protected final void send(String text) throws IOException {
    if (!over) {
      written(remote -> remote.sendText(text));
    }
  }

  private interface Written {
    void to(RemoteEndpoint.Basic remote) throws IOException;
  }

  private void written(Written what) throws IOException {
    var open = session;
    try {
      if (open != null) {
        what.to(open.getBasicRemote());
      }
    } catch (IllegalStateException e) { // the session was closed meanwhile
      throw new IOException(e);
    }
  }

  /// Asks the other end whether it is there. Of one that lost its network nobody hears else, and it
  /// would be present for hours.
  void ping() {
    add(() -> written(remote -> remote.sendPing(ByteBuffer.allocate(0))));
  }

  private void end() {
    var open = session;
    try {
      if (open != null && open.isOpen()) {
        open.close(new CloseReason(code, why));
      }
    } catch (IOException | IllegalStateException e) {
      LOG.debug("a socket was closed already: {}", e.toString());
    }
  }
}
