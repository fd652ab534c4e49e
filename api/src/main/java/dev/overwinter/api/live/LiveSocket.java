package dev.overwinter.api.live;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.CloseReason;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One socket. Everything is written by a virtual thread of its own, so a slow reader holds up
/// nobody else; what it has still to do is bounded, and whoever is too far behind is cut off.
public abstract class LiveSocket extends Endpoint {
  private static final Logger LOG = LoggerFactory.getLogger(LiveSocket.class);
  private static final long SLOWEST_MILLIS = 10_000;

  private final int mostText;
  private final BlockingQueue<Todo> todo;
  private volatile @Nullable Session session;
  private volatile boolean over;
  private volatile CloseReason.CloseCode code = CloseReason.CloseCodes.NORMAL_CLOSURE;
  private volatile String why = "";

  /// @param mostText bytes of the longest thing that may be said to us
  /// @param mostWaiting how much may be left to do before its reader is too far behind
  protected LiveSocket(int mostText, int mostWaiting) {
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
  }

  @Override
  public final void onOpen(Session opened, EndpointConfig config) {
    session = opened;
    opened.setMaxTextMessageBufferSize(mostText);
    opened.setMaxBinaryMessageBufferSize(mostText);
    opened
        .getUserProperties()
        .put("org.apache.tomcat.websocket.BLOCKING_SEND_TIMEOUT", SLOWEST_MILLIS);
    opened.addMessageHandler(String.class, (MessageHandler.Whole<String>) this::heard);
    opened.addMessageHandler(byte[].class, (MessageHandler.Whole<byte[]>) _ -> unreadable());
    Thread.ofVirtual().name("socket-", 0).start(this::write);
  }

  /// Leaves something to the writer.
  protected final void add(Todo next) {
    if (!todo.offer(next)) {
      close(CloseReason.CloseCodes.TRY_AGAIN_LATER, "too far behind");
    }
  }

  /// Ends it. Whatever waits is not told any more.
  public final void close(CloseReason.CloseCode as, String reason) {
    code = as;
    why = reason;
    over = true;
    todo.clear();
    boolean _ = todo.offer(() -> {});
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

  private void write() {
    try {
      begin();
      while (!over) {
        todo.take().act();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException | IllegalStateException e) {
      LOG.debug("a reader is gone: {}", e.toString());
    } catch (RuntimeException e) {
      LOG.error("a socket failed", e);
      code = CloseReason.CloseCodes.UNEXPECTED_CONDITION;
    } finally {
      over = true;
      ended();
      end();
    }
  }

  /// Only on the writer's thread.
  protected final void send(String text) throws IOException {
    var to = session;
    if (to != null && !over) {
      to.getBasicRemote().sendText(text);
    }
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
