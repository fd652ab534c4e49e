package dev.overwinter.proxy.frontdoor;

import dev.overwinter.proxy.traffic.ProxyMetrics;
import dev.overwinter.proxy.traffic.Verdict;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Somebody who is through the gate but not relayed yet: owns the ticket and the deadline, and
/// turns whatever goes wrong into a closed connection. Last handler of the pipeline until the relay
/// takes over; confined to the channel's event loop.
public final class Guest extends ChannelInboundHandlerAdapter {
  private static final Duration HANDSHAKE = Duration.ofSeconds(5);

  private final Gate.Ticket ticket;
  private final int port;
  private final ProxyMetrics metrics;
  private @Nullable ChannelHandlerContext context;
  private @Nullable ScheduledFuture<?> deadline;
  private boolean judged;

  Guest(Gate.Ticket ticket, int port, ProxyMetrics metrics) {
    this.ticket = ticket;
    this.port = port;
    this.metrics = metrics;
  }

  /// The public port that this guest knocked at.
  public int port() {
    return port;
  }

  /// Whether its address may try to log in now; each call is an attempt.
  public boolean mayLogIn() {
    return ticket.mayLogIn();
  }

  /// Whether there is room for it to be relayed, as far as can be said now.
  public boolean mayPlay() {
    return ticket.mayPlay();
  }

  /// Takes its place among the relayed, if there is one; [#left()] gives it back.
  public boolean play() {
    return ticket.play();
  }

  /// Says once what this connection turned out to be; later words are ignored.
  public void judge(Verdict verdict) {
    if (!judged) {
      judged = true;
      metrics.connection(verdict);
    }
  }

  /// Gives it more time, counted from now, before it is closed.
  public void allow(Duration time) {
    stopClock();
    var ctx = context;
    if (ctx != null) {
      deadline = ctx.executor().schedule(() -> late(ctx), time.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /// Somebody else keeps the time from here on.
  public void stopClock() {
    if (deadline != null) {
      deadline.cancel(false);
      deadline = null;
    }
  }

  /// It is relayed: it waits no more.
  public void relayed() {
    stopClock();
    ticket.relayed();
  }

  /// It is gone: the gate forgets it.
  public void left() {
    stopClock();
    ticket.close();
  }

  private void late(ChannelHandlerContext ctx) {
    judge(Verdict.TIMEOUT);
    var _ = ctx.close();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    allow(HANDSHAKE);
    ctx.fireChannelActive();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    judge(Verdict.GONE);
    left();
    ctx.fireChannelInactive();
  }

  @Override
  public void channelUnregistered(ChannelHandlerContext ctx) {
    // A channel that failed before it was active never becomes inactive.
    left();
    ctx.fireChannelUnregistered();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    judge(cause instanceof IOException ? Verdict.GONE : Verdict.JUNK);
    var _ = ctx.close();
  }
}
