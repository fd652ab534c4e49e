package dev.overwinter.proxy.frontdoor;

import dev.overwinter.proxy.config.GateLimits;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Bounds connections that are not relayed yet: by address, by port and in total, at once and per
/// second; and by themselves those that are: by address and in total, of which senders of datagrams
/// have at most half, as nobody knows who they are. Safe for use by all event loops.
public final class Gate {
  // Remembered addresses; past this the oldest half of the idle ones is forgotten. ~100 bytes each.
  private static final int ADDRESSES = 20_000;
  private static final long FORGET_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final int CONNECT_BURST_SECONDS = 5;
  private static final int LOGIN_BURST_SECONDS = 10;
  // Numbers of ports for connections end before.
  private static final int UDP = 1 << 16;

  private final GateLimits limits;
  private final LongSupplier nanoTime;
  private final Map<Address, Seen> addresses = new HashMap<>();
  private final Map<Integer, Integer> ports = new HashMap<>();
  private int total;
  private int players;
  private int senders;

  /// A gate that measures time by `nanoTime`.
  public Gate(GateLimits limits, LongSupplier nanoTime) {
    this.limits = limits;
    this.nanoTime = nanoTime;
  }

  /// What the gate says to a new connection.
  public enum Verdict {
    /// Come in; [Ticket#close()] is owed.
    ADMITTED,
    /// This address comes too often.
    RATE_LIMITED,
    /// There are too many that are not relayed yet.
    FULL
  }

  /// The answer to one connection.
  ///
  /// @param verdict what to do
  /// @param ticket present when admitted
  public record Admission(Verdict verdict, @Nullable Ticket ticket) {}

  /// The place that one admitted connection takes up.
  public final class Ticket implements AutoCloseable {
    private final @Nullable Seen seen;
    private final int port;
    private final boolean datagrams;
    private boolean waits = true;
    private boolean plays;
    private boolean closed;

    private Ticket(@Nullable Seen seen, int port) {
      this.seen = seen;
      this.port = port;
      datagrams = port >= UDP;
    }

    /// Whether this address may try to log in now; each call is an attempt.
    public boolean mayLogIn() {
      synchronized (Gate.this) {
        return seen == null || seen.logins.take(nanoTime.getAsLong());
      }
    }

    /// Whether one more of this address could be relayed now; takes no place.
    public boolean mayPlay() {
      synchronized (Gate.this) {
        return plays || roomToPlay(seen, datagrams);
      }
    }

    /// Takes the place of somebody who is relayed, if there is one. Repeating it does nothing.
    public boolean play() {
      synchronized (Gate.this) {
        if (!plays && !closed && roomToPlay(seen, datagrams)) {
          plays = true;
          players++;
          senders += datagrams ? 1 : 0;
          if (seen != null) {
            seen.playing++;
          }
        }
        return plays;
      }
    }

    /// Gives the place among those who wait back; repeating it does nothing.
    public void relayed() {
      synchronized (Gate.this) {
        if (waits) {
          waits = false;
          release(seen, port);
        }
      }
    }

    /// Gives every place back; repeating it does nothing.
    @Override
    public void close() {
      synchronized (Gate.this) {
        closed = true;
        relayed();
        if (plays) {
          plays = false;
          players--;
          senders -= datagrams ? 1 : 0;
          if (seen != null) {
            seen.playing--;
          }
        }
      }
    }
  }

  /// Asks for a place for one sender of datagrams.
  public Admission admitSender(InetAddress from, int port) {
    return admit(from, UDP | port);
  }

  /// Asks for a place for one connection.
  public synchronized Admission admit(InetAddress from, int port) {
    var now = nanoTime.getAsLong();
    if (total >= limits.total() || ports.getOrDefault(port, 0) >= limits.perPort()) {
      return new Admission(Verdict.FULL, null);
    }
    var seen = from.isLoopbackAddress() && !limits.limitLoopback() ? null : seen(from, now);
    if (seen != null) {
      if (!seen.connects.take(now)) {
        return new Admission(Verdict.RATE_LIMITED, null);
      }
      if (seen.waiting >= limits.perAddress()) {
        return new Admission(Verdict.FULL, null);
      }
      seen.waiting++;
    }
    total++;
    ports.merge(port, 1, Integer::sum);
    return new Admission(Verdict.ADMITTED, new Ticket(seen, port));
  }

  /// Whether senders of datagrams have every place that they may have.
  public synchronized boolean fullOfSenders() {
    return senders >= mostSenders();
  }

  private int mostSenders() {
    return (limits.players() + 1) / 2;
  }

  private boolean roomToPlay(@Nullable Seen seen, boolean datagrams) {
    return players < limits.players()
        && (!datagrams || senders < mostSenders())
        && (seen == null || seen.playing < limits.playersPerAddress());
  }

  /// How many connections are not relayed yet.
  public synchronized int waiting() {
    return total;
  }

  /// How many have the place of somebody who is relayed.
  synchronized int playing() {
    return players;
  }

  /// How many addresses are remembered.
  synchronized int remembered() {
    return addresses.size();
  }

  private void release(@Nullable Seen seen, int port) {
    total--;
    ports.computeIfPresent(port, (_, n) -> n > 1 ? n - 1 : null);
    if (seen != null) {
      seen.waiting--;
    }
  }

  private Seen seen(InetAddress from, long now) {
    if (addresses.size() >= ADDRESSES) {
      forget(now);
    }
    var seen = addresses.computeIfAbsent(Address.of(from), _ -> new Seen(now, limits));
    seen.lastNanos = now;
    return seen;
  }

  private void forget(long now) {
    addresses.values().removeIf(s -> s.idle() && now - s.lastNanos > FORGET_NANOS);
    if (addresses.size() >= ADDRESSES) {
      // A flood of many addresses: forgetting a bucket costs us at most one more burst from it.
      List<Map.Entry<Address, Seen>> idle = new ArrayList<>(addresses.entrySet());
      idle.removeIf(e -> !e.getValue().idle());
      idle.sort((a, b) -> Long.compare(a.getValue().lastNanos, b.getValue().lastNanos));
      idle.subList(0, idle.size() / 2).forEach(e -> addresses.remove(e.getKey()));
    }
  }

  /// An IPv4 address, or the /64 that one IPv6 household owns.
  private record Address(long high, int length) {
    static Address of(InetAddress address) {
      var bytes = address.getAddress();
      var prefix = Arrays.copyOf(bytes, Math.min(bytes.length, 8));
      long value = 0;
      for (var b : prefix) {
        value = (value << 8) | (b & 0xff);
      }
      return new Address(value, bytes.length);
    }
  }

  private static final class Seen {
    private final Bucket connects;
    private final Bucket logins;
    private int waiting;
    private int playing;
    private long lastNanos;

    Seen(long now, GateLimits limits) {
      connects = new Bucket(now, limits.connectsPerSecond(), CONNECT_BURST_SECONDS);
      logins = new Bucket(now, limits.loginsPerSecond(), LOGIN_BURST_SECONDS);
      lastNanos = now;
    }

    boolean idle() {
      return waiting == 0 && playing == 0;
    }
  }
}
