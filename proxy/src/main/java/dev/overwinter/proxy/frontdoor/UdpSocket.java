package dev.overwinter.proxy.frontdoor;

import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.nio.NioIoOps;
import io.netty.channel.nio.NioSelectableChannelIoHandle;
import io.netty.util.concurrent.FastThreadLocal;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A datagram socket on an event loop. Netty's own channel allocates a buffer, a packet and a write
/// for every datagram; here one is read into the buffer of its thread and written from there. It is
/// never queued: what the kernel does not take is lost, as datagrams may be.
///
/// Confined to its event loop.
public final class UdpSocket extends NioSelectableChannelIoHandle<DatagramChannel> {
  private static final int LARGEST = 65_536;
  // The kernel gives what it allows, twice the usual 208 KiB if nobody has set it; a small datagram
  // takes 768 bytes of it, and a burst that does not fit is lost.
  private static final int KERNEL_BUFFER = 1024 * 1024;
  // Then others have a turn.
  private static final int AT_ONCE = 64;
  private static final FastThreadLocal<ByteBuffer> READ =
      new FastThreadLocal<>() {
        @Override
        protected ByteBuffer initialValue() {
          return ByteBuffer.allocateDirect(LARGEST);
        }
      };

  /// Who gets what arrives.
  public interface Receiver {
    /// One datagram, between position and limit; the buffer is good only during this call.
    void received(ByteBuffer datagram, InetSocketAddress from);

    /// Nobody is at the other end of a connected socket; told for each report of the network.
    default void unreachable() {}
  }

  /// What became of a datagram.
  public enum Sent {
    /// The kernel has it.
    YES,
    /// The kernel did not want it.
    LOST,
    /// It was not sent, because an earlier one found nobody.
    UNREACHABLE
  }

  private final DatagramChannel channel;
  private final EventLoop loop;
  private @Nullable Receiver receiver;
  private @Nullable IoRegistration registration;

  private UdpSocket(DatagramChannel channel, EventLoop loop) {
    super(channel);
    this.channel = channel;
    this.loop = loop;
  }

  /// A socket that hears everybody. Nobody else can have its port: datagrams of one player must not
  /// be dealt out among processes.
  ///
  /// @throws IOException when the port cannot be had
  static UdpSocket listening(EventLoop loop, InetSocketAddress address) throws IOException {
    var channel = open(address.getAddress());
    try {
      channel.bind(address);
      return new UdpSocket(channel, loop);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /// A socket that hears and speaks to one address only.
  public static UdpSocket connected(EventLoop loop, InetSocketAddress to, Receiver receiver)
      throws IOException {
    var channel = open(to.getAddress());
    try {
      channel.connect(to);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
    var socket = new UdpSocket(channel, loop);
    socket.receive(receiver);
    return socket;
  }

  private static DatagramChannel open(InetAddress address) throws IOException {
    var channel =
        DatagramChannel.open(
            address instanceof Inet4Address
                ? StandardProtocolFamily.INET
                : StandardProtocolFamily.INET6);
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.SO_RCVBUF, KERNEL_BUFFER);
    return channel;
  }

  /// Begins to hear.
  void receive(Receiver who) {
    receiver = who;
    ((IoEventLoop) loop).register(this).addListener(this::registered);
  }

  private void registered(Future<? super IoRegistration> done) {
    if (done.isSuccess() && done.getNow() instanceof IoRegistration known) {
      registration = known;
      known.submit(NioIoOps.READ);
    }
  }

  @Override
  protected void handle(DatagramChannel ready, SelectionKey key) {
    var buffer = READ.get();
    for (var i = 0; i < AT_ONCE && ready.isOpen(); i++) {
      if (!receiveOne(ready, buffer)) {
        return;
      }
    }
  }

  private boolean receiveOne(DatagramChannel ready, ByteBuffer buffer) {
    buffer.clear();
    try {
      var from = (InetSocketAddress) ready.receive(buffer);
      if (from == null) {
        return false;
      }
      if (receiver != null) {
        receiver.received(buffer.flip(), from);
      }
      return true;
    } catch (PortUnreachableException | NoRouteToHostException _) {
      if (receiver != null) {
        receiver.unreachable();
      }
      return true;
    } catch (IOException _) {
      return false; // a report about one datagram, or the end
    }
  }

  /// Sends to the address that it is connected to; an empty datagram is lost, because the JDK
  /// writes none.
  public Sent send(ByteBuffer datagram) {
    var bytes = datagram.remaining();
    try {
      return bytes > 0 && channel.write(datagram) == bytes ? Sent.YES : Sent.LOST;
    } catch (PortUnreachableException _) {
      return Sent.UNREACHABLE;
    } catch (IOException _) {
      return Sent.LOST;
    }
  }

  /// Sends to anybody.
  public Sent send(ByteBuffer datagram, InetSocketAddress to) {
    var bytes = datagram.remaining();
    try {
      return channel.send(datagram, to) == bytes ? Sent.YES : Sent.LOST;
    } catch (IOException | RuntimeException _) {
      return Sent.LOST; // an address that nothing can be sent to: spoofed, or without a route
    }
  }

  /// Closes at once.
  @Override
  public void close() {
    if (registration != null) {
      registration.cancel();
    }
    try {
      channel.close();
    } catch (IOException _) {
      // It is closed all the same.
    }
  }

  /// Closes when what has arrived already has been handed on.
  ///
  /// @return done when the port is free
  CompletableFuture<Void> closeEmptied() {
    var done = new CompletableFuture<Void>();
    if (registration != null) {
      registration.cancel();
    }
    emptyAndClose(done);
    return done;
  }

  /// As long as a selector knows the socket, closing it is only promised.
  private void emptyAndClose(CompletableFuture<Void> done) {
    if (channel.isOpen() && channel.isRegistered()) {
      // By a timer: a task that queues itself keeps the loop from the very selection it waits for.
      var _ = loop.schedule(() -> emptyAndClose(done), 1, TimeUnit.MILLISECONDS);
      return;
    }
    if (channel.isOpen()) {
      var buffer = READ.get();
      // So many and no more: a flood must not keep the port.
      var more = true;
      for (var i = 0; more && i < AT_ONCE * AT_ONCE; i++) {
        more = receiveOne(channel, buffer);
      }
    }
    close();
    done.complete(null);
  }
}
