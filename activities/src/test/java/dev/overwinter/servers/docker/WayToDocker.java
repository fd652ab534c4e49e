package dev.overwinter.servers.docker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A way to this machine's engine that can be cut, or filled with treacle, without harm to anybody
/// else who uses that engine.
final class WayToDocker implements AutoCloseable {
  private final int port;
  private final List<SocketChannel> open = new CopyOnWriteArrayList<>();
  private @Nullable ServerSocketChannel server;
  private volatile boolean hangs;

  WayToDocker() throws IOException {
    server = listen(0);
    port = ((InetSocketAddress) server.getLocalAddress()).getPort();
  }

  String host() {
    return "tcp://127.0.0.1:" + port;
  }

  void cut() throws IOException {
    if (server != null) {
      server.close();
    }
    for (var channel : open) {
      channel.close();
    }
    open.clear();
  }

  void mend() throws IOException {
    server = listen(port);
  }

  void hang() {
    hangs = true;
  }

  @Override
  public void close() throws IOException {
    hangs = false;
    cut();
  }

  private ServerSocketChannel listen(int at) throws IOException {
    var listening = ServerSocketChannel.open();
    listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), at));
    Thread.ofVirtual().start(() -> accept(listening));
    return listening;
  }

  private void accept(ServerSocketChannel listening) {
    try {
      while (true) {
        var client = listening.accept();
        var docker = SocketChannel.open(StandardProtocolFamily.UNIX);
        docker.connect(UnixDomainSocketAddress.of("/var/run/docker.sock"));
        open.add(client);
        open.add(docker);
        Thread.ofVirtual().start(() -> carry(client, docker));
        Thread.ofVirtual().start(() -> carry(docker, client));
      }
    } catch (ClosedChannelException cut) {
      return;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void carry(SocketChannel from, SocketChannel to) {
    var bytes = ByteBuffer.allocate(16 << 10);
    try (from;
        to) {
      while (from.read(bytes) >= 0) {
        while (hangs) {
          LockSupport.parkNanos(10_000_000);
        }
        bytes.flip();
        while (bytes.hasRemaining()) {
          to.write(bytes);
        }
        bytes.clear();
      }
    } catch (IOException cut) {
      return;
    }
  }
}
