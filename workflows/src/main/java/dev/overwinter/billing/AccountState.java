package dev.overwinter.billing;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// All that an account's workflow knows.
///
/// @param account whose, for example `alice`
/// @param version grows with every change
/// @param kept the newest version that the ledger has confirmed; 0 before the first
/// @param terms on which it uses the platform
/// @param balance micro-credits: what the ledger says, and the uses that it has yet to be told of
/// @param standing whether it pays
/// @param warned the last warning since money came; null before the first
/// @param prices as the ledger said last
/// @param pricesAt when it said so; null before the first time
/// @param tabs its servers, by id
/// @param waiting facts that cannot be priced before the ledger has said its prices, in order
/// @param recent facts that counted since the ledger was told last, in order
/// @param outbox bookings that the ledger has yet to confirm, in order
/// @param ended uses that have ended and have yet to be kept, in order; settled up to their end
/// @param notices what has yet to be kept for its owner, in order
public record AccountState(
    String account,
    long version,
    long kept,
    Terms terms,
    long balance,
    Standing standing,
    @Nullable Warning warned,
    PriceList prices,
    @Nullable Instant pricesAt,
    List<Tab> tabs,
    List<MeterFact> waiting,
    List<MeterFact> recent,
    List<Posting> outbox,
    List<Meter> ended,
    List<Notice> notices) {
  public AccountState {
    Objects.requireNonNull(account, "account");
    Objects.requireNonNull(terms, "terms");
    Objects.requireNonNull(standing, "standing");
    Objects.requireNonNull(prices, "prices");
    tabs = tabs.stream().sorted(Comparator.comparing(Tab::server)).toList();
    waiting = List.copyOf(waiting);
    recent = List.copyOf(recent);
    outbox = List.copyOf(outbox);
    ended = List.copyOf(ended);
    notices = List.copyOf(notices);
  }

  /// Whether a name is one of the house's own books: revenue, payments and the like.
  public static boolean isReserved(String account) {
    return account.startsWith("house/");
  }

  /// An account of which nothing is known yet.
  public static AccountState unknown(String account) {
    return new AccountState(
        account,
        1,
        0,
        Terms.UNKNOWN,
        0,
        Standing.FUNDED,
        null,
        PriceList.FREE,
        null,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }
}
