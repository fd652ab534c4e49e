package dev.overwinter.notices.http;

import dev.overwinter.notices.Addresses;
import dev.overwinter.notices.HookUrl;
import dev.overwinter.notices.NoticeText;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/// Posts to other people's servers. The host is resolved once, the address is looked at, and the
/// connection goes to that very address, so that a name which answers differently a moment later
/// leads nowhere else. No redirect is followed, no proxy asked, nothing reused. Thread-safe;
/// blocks.
public final class HookClient {
  private static final int MOST_SAID = 200;

  private final boolean privateToo;
  private final Duration patience;
  private final SSLSocketFactory tls;

  /// @param privateToo whether addresses that are not public may be reached
  /// @param patience how long a request may take from the first question to the last byte
  /// @param tls whom `https` trusts
  public HookClient(boolean privateToo, Duration patience, SSLSocketFactory tls) {
    this.privateToo = privateToo;
    this.patience = patience;
    this.tls = tls;
  }

  /// Sends one request. Never throws because of the receiver.
  ///
  /// @param conceal what must not be repeated of the answer
  public Answer post(HookUrl url, Message message, String... conceal) throws InterruptedException {
    var begun = System.nanoTime();
    var open = new AtomicReference<@Nullable Socket>();
    var exchange = new FutureTask<>(() -> exchange(url, message, open));
    Thread.ofVirtual().name("notice").start(exchange);
    Reply reply;
    try {
      reply = exchange.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      reply = Reply.none("no answer within " + patience.toSeconds() + " s");
    } catch (ExecutionException failed) {
      reply = Reply.none(why(failed.getCause()));
    } finally {
      exchange.cancel(true);
      // A read that waits for a receiver hears no interruption.
      close(open.get());
    }
    var said = reply.said();
    for (var secret : conceal) {
      said = secret.isEmpty() ? said : said.replace(secret, "***");
    }
    return new Answer(
        reply.status(),
        Duration.ofNanos(System.nanoTime() - begun),
        NoticeText.clean(said, MOST_SAID),
        reply.retryAfter());
  }

  private Reply exchange(HookUrl url, Message message, AtomicReference<@Nullable Socket> open)
      throws IOException {
    var address = address(url.host());
    try (var plain = new Socket(java.net.Proxy.NO_PROXY)) {
      open.set(plain);
      plain.connect(
          new InetSocketAddress(address, url.port()), Math.toIntExact(patience.toMillis() / 2));
      plain.setTcpNoDelay(true);
      plain.setSoTimeout(Math.toIntExact(patience.toMillis()));
      if (!url.secure()) {
        return talk(plain, url, message);
      }
      try (var secured = (SSLSocket) tls.createSocket(plain, url.host(), url.port(), true)) {
        var parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return talk(secured, url, message);
      }
    }
  }

  /// The first one that may be reached.
  private InetAddress address(String host) throws IOException {
    var known = Addresses.literal(host);
    var all =
        known.isPresent()
            ? new InetAddress[] {InetAddress.getByAddress(known.get())}
            : InetAddress.getAllByName(host);
    for (var address : all) {
      if (privateToo || Addresses.isPublic(address.getAddress())) {
        return address;
      }
    }
    throw new IOException("its host has no public address");
  }

  private static Reply talk(Socket socket, HookUrl url, Message message) throws IOException {
    send(socket.getOutputStream(), url, message);
    return Reply.read(socket, new BufferedInputStream(socket.getInputStream()));
  }

  private static void send(OutputStream out, HookUrl url, Message message) throws IOException {
    var body = message.body().getBytes(StandardCharsets.UTF_8);
    var head = new StringBuilder("POST ").append(url.path()).append(" HTTP/1.1\r\n");
    line(head, "Host", url.authority());
    line(head, "User-Agent", "Overwinter-Notices/1");
    line(head, "Accept", "*/*");
    line(head, "Connection", "close");
    line(head, "Content-Type", "application/json");
    line(head, "Content-Length", String.valueOf(body.length));
    for (Map.Entry<String, String> header : message.headers().entrySet()) {
      line(head, header.getKey(), header.getValue());
    }
    out.write(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
    out.write(body);
    out.flush();
  }

  private static void line(StringBuilder head, String name, String value) {
    head.append(name).append(": ").append(value).append("\r\n");
  }

  private static String why(@Nullable Throwable cause) {
    if (cause instanceof UnknownHostException) {
      return "its host has no address";
    }
    var message = cause == null ? null : cause.getMessage();
    return message == null ? "the connection failed" : message;
  }

  private static void close(@Nullable Socket socket) {
    if (socket == null) {
      return;
    }
    try {
      socket.close();
    } catch (IOException gone) {
      // It is closed all the same.
    }
  }
}
