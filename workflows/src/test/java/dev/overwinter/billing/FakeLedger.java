package dev.overwinter.billing;

import dev.overwinter.billing.Kept.Booked;
import dev.overwinter.billing.Kept.How;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A ledger in memory: double entry, each key once.
public final class FakeLedger {
  /// Half a credit an hour, as the contract has it.
  public static final long HALF = 500_000;

  /// What has been booked, in order.
  public final List<Posting> postings = new ArrayList<>();

  /// Balances of all accounts, the house's own among them.
  public final TreeMap<String, Long> accounts = new TreeMap<>();

  /// Uses that have ended, by server and number.
  public final TreeMap<String, Meter> ended = new TreeMap<>();

  private final TreeMap<String, List<Posting.Span>> charges = new TreeMap<>();
  private final TreeMap<String, Posting> keys = new TreeMap<>();
  private final TreeMap<String, String> owners = new TreeMap<>();
  private final List<Price> prices = new ArrayList<>();
  private final TreeMap<String, AccountState> rows = new TreeMap<>();
  private FreeTimes free;
  private Terms terms;

  /// An empty one.
  public FakeLedger(Terms terms) {
    this.terms = terms;
    free = terms == Terms.HOUSE ? FreeTimes.ALWAYS : FreeTimes.NEVER;
    price("standard", Use.AWAKE, Instant.EPOCH, HALF);
    price("standard", Use.ASLEEP, Instant.EPOCH, 0);
  }

  /// Adds a price.
  public synchronized void price(String priceClass, Use use, Instant from, long perHour) {
    prices.add(new Price(priceClass, use, from, perHour));
  }

  /// Adds a price as the real one does.
  public synchronized PriceOutcome announce(PriceOrder order, Instant now) {
    for (var known : prices) {
      if (known.priceClass().equals(order.priceClass())
          && known.use() == order.use()
          && known.from().equals(order.from())) {
        return known.equals(order.price())
            ? new PriceOutcome.Announced(known, true)
            : new PriceOutcome.Refused("another price holds from that moment");
      }
    }
    if (order.from().isBefore(now.plus(PriceOrder.AHEAD))) {
      return new PriceOutcome.Refused("a price is announced a day before it holds");
    }
    prices.add(order.price());
    return new PriceOutcome.Announced(order.price(), false);
  }

  /// Books what waits, and answers as the real one does.
  public synchronized Kept keep(AccountState state) {
    var known = rows.get(state.account());
    if (known != null && known.version() > state.kept() && !known.equals(state)) {
      return answer(state.account(), List.of(), known);
    }
    rows.put(state.account(), state);
    state.ended().forEach(meter -> ended.put(meter.server() + "/" + meter.number(), meter));
    var booked = new ArrayList<Booked>();
    for (var posting : state.outbox()) {
      booked.add(new Booked(posting.key(), book(state.account(), posting)));
    }
    return answer(state.account(), booked, null);
  }

  private Kept answer(String account, List<Booked> booked, @Nullable AccountState known) {
    var list = free.on(new PriceList(prices));
    return new Kept(balance(account), terms, list, booked, known);
  }

  /// From a minute later on everybody is charged, or nobody.
  public synchronized void free(Instant decided, boolean nobodyPays) {
    var from = decided.plus(FreeTimes.AHEAD);
    var changes = new ArrayList<>(free.changes());
    changes.add(new FreeTimes.Change(true, from, nobodyPays));
    free = new FreeTimes(changes);
    terms = nobodyPays ? Terms.HOUSE : Terms.PREPAID;
  }

  private How book(String account, Posting posting) {
    var known = keys.putIfAbsent(posting.key(), posting);
    if (known != null) {
      var same = account.equals(owners.get(posting.key())) && known.isSame(posting);
      return same ? How.BEFORE : How.CONFLICT;
    }
    if (posting.kind() == Posting.Kind.CHARGE && overlaps(posting)) {
      keys.remove(posting.key());
      return How.REFUSED;
    }
    owners.put(posting.key(), account);
    postings.add(posting);
    accounts.merge(account, posting.micros(), Math::addExact);
    accounts.merge("house/" + posting.kind(), -posting.micros(), Math::addExact);
    return How.NOW;
  }

  private boolean overlaps(Posting posting) {
    var span = Objects.requireNonNull(posting.span());
    var others =
        charges.computeIfAbsent(span.server() + "/" + span.number(), _ -> new ArrayList<>());
    for (var other : others) {
      if (other.from().isBefore(span.until()) && span.from().isBefore(other.until())) {
        return true;
      }
    }
    others.add(span);
    return false;
  }

  /// An account begins with something.
  public synchronized void give(String account, long micros) {
    accounts.merge(account, micros, Math::addExact);
    accounts.merge("house/GRANT", -micros, Math::addExact);
  }

  /// How many uses have ended.
  public synchronized int endedUses() {
    return ended.size();
  }

  /// What an account has.
  public synchronized long balance(String account) {
    return accounts.getOrDefault(account, 0L);
  }

  /// All prices.
  public synchronized PriceList prices() {
    return new PriceList(prices);
  }

  /// What was charged for one use, refunds taken off.
  public synchronized long charged(String server, long number) {
    var sum = 0L;
    for (var posting : postings) {
      var span = posting.span();
      if (span != null && span.server().equals(server) && span.number() == number) {
        sum -= posting.micros();
      }
    }
    return sum;
  }
}
