package dev.overwinter.billing;

import static java.time.temporal.ChronoUnit.MILLIS;
import static java.util.stream.Collectors.toSet;

import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Keeps one account: takes facts, orders and the answers of the ledger, and decides what is booked
/// and when its servers must sleep. Plain arithmetic on what it is told, no clock of its own.
///
/// Confined to whoever made it.
public final class AccountBook {
  /// A use that goes on for long is settled so often, counted from its beginning. Only such moments
  /// and ends of months divide it, and never the one at which somebody happens to look: whoever
  /// does it again settles the same.
  public static final Duration SETTLED_EVERY = Duration.ofHours(6);

  /// Credits must last for so long, or a server does not wake at all.
  public static final Duration WORTH_WAKING = Duration.ofMinutes(5);

  /// How long a server that is gone is remembered.
  public static final Duration REMEMBERED = Duration.ofDays(7);

  /// How many of these are remembered: whoever makes and deletes servers in a loop has news of all
  /// of them on the way for seconds, not for days.
  public static final int MOST_REMEMBERED = 100;

  /// How long a price list is believed. Prices are announced longer before they hold. What comes
  /// later waits for the ledger; see [#away(Instant)].
  public static final Duration PRICES_GOOD_FOR = Duration.ofHours(12);

  private final String account;
  private long version;
  private long kept;
  private Terms terms;
  private long balance;
  private Standing standing;
  private @Nullable Warning warned;
  private PriceList prices;
  private @Nullable Instant pricesAt;
  private final TreeMap<String, Tab> tabs = new TreeMap<>();
  private final List<MeterFact> waiting;
  private final List<MeterFact> recent;
  private final List<Posting> outbox;
  private final List<Meter> ended;
  private final List<Notice> notices;

  // No part of the state: whoever asks the ledger anew finds out anew.
  private boolean away;

  /// Goes on from a state.
  public AccountBook(AccountState state) {
    account = state.account();
    version = state.version();
    kept = state.kept();
    terms = state.terms();
    balance = state.balance();
    standing = state.standing();
    warned = state.warned();
    prices = state.prices();
    pricesAt = state.pricesAt();
    state.tabs().forEach(tab -> tabs.put(tab.server(), tab));
    waiting = new ArrayList<>(state.waiting());
    recent = new ArrayList<>(state.recent());
    outbox = new ArrayList<>(state.outbox());
    ended = new ArrayList<>(state.ended());
    notices = new ArrayList<>(state.notices());
  }

  /// All of it.
  public AccountState state() {
    return new AccountState(
        account,
        version,
        kept,
        terms,
        balance,
        standing,
        warned,
        prices,
        pricesAt,
        List.copyOf(tabs.values()),
        waiting,
        recent,
        outbox,
        ended,
        notices);
  }

  /// A server began or ended a use.
  public void take(MeterFact fact, Instant now) {
    if (!knowsPrices(now)) {
      hear(fact);
      look(now);
      return;
    }
    var before = balance;
    enter(fact, now);
    if (balance > before) {
      credited(now);
    }
    look(now);
  }

  /// A server of which nothing is known yet has to be told of a standing, too.
  private void hear(MeterFact fact) {
    waiting.add(fact);
    version++;
    var tab = tabs.getOrDefault(fact.server(), Tab.open(fact.server()));
    var back = fact instanceof MeterFact.Started && fact.number() > tab.lastNumber();
    put(back ? tab.back() : tab);
  }

  /// The ledger does not answer. What waits for its prices counts by those of before from now on,
  /// until it does: they decide who is warned and who sleeps, and nothing is booked by them.
  public void away(Instant now) {
    if (!away) {
      away = true;
      version += waiting.isEmpty() ? 0 : 1;
      look(now);
    }
  }

  /// What this is if prices are still what they were.
  private AccountBook believed(Instant now) {
    if (!away || terms == Terms.UNKNOWN || (waiting.isEmpty() && !leaving())) {
      return this;
    }
    var believed = new AccountBook(state());
    believed.enterAll(now);
    return believed;
  }

  private boolean leaving() {
    return tabs.values().stream().anyMatch(tab -> tab.goneAt() != null && tab.meter() != null);
  }

  private void enterAll(Instant now) {
    // What was heard of a server later than that would have taken it back.
    var gone = tabs.values().stream().filter(tab -> tab.goneAt() != null).toList();
    waiting.forEach(fact -> enter(fact, now));
    waiting.clear();
    for (var tab : gone) {
      if (tab(tab.server()).meter() != null) {
        leave(tab.server(), Objects.requireNonNull(tab.goneAt()));
      }
    }
  }

  private void leave(String server, Instant at) {
    var meter = tab(server).meter();
    if (meter != null) {
      end(meter, at.truncatedTo(MILLIS));
    }
    put(tab(server).gone(at));
  }

  private void enter(MeterFact fact, Instant now) {
    var tab = tabs.getOrDefault(fact.server(), Tab.open(fact.server()));
    if (fact.number() <= tab.lastNumber()) {
      return;
    }
    var at = fact.at().truncatedTo(MILLIS);
    recent.add(fact);
    put(tab.seen(fact.number()));
    if (tab.meter() != null) {
      end(tab.meter(), at);
    }
    switch (fact) {
      case MeterFact.Started started -> put(tab(fact.server()).with(Meter.begin(at(started, at))));
      case MeterFact.Stopped stopped when stopped.gone() -> put(tab(fact.server()).gone(now));
      case MeterFact.Stopped _ -> {}
    }
    version++;
  }

  /// Whether no price can have changed without having been announced.
  private boolean knowsPrices(Instant now) {
    return pricesAt != null && now.isBefore(pricesAt.plus(PRICES_GOOD_FOR));
  }

  private static MeterFact.Started at(MeterFact.Started fact, Instant at) {
    return new MeterFact.Started(
        fact.server(),
        fact.number(),
        at,
        fact.run(),
        fact.priceClass(),
        fact.use(),
        fact.continues(),
        fact.stopsWithin());
  }

  /// A booking that somebody ordered. It counts when the ledger has confirmed it.
  ///
  /// @return whether it waits for the ledger now; false when its key waits there for something else
  public boolean order(Posting posting) {
    for (var waiting : outbox) {
      if (waiting.key().equals(posting.key())) {
        return waiting.isSame(posting);
      }
    }
    outbox.add(posting);
    version++;
    return true;
  }

  /// How much a server may spend in a month; 0 without limit.
  public void cap(String server, long micros, Instant now) {
    put(tabs.getOrDefault(server, Tab.open(server)).in(month(now)).cap(micros));
    version++;
    look(now);
  }

  /// Prices are to be asked for again, because it may have been changed who pays.
  public void askAgain() {
    version++;
  }

  /// The ledger has answered. It is right: whatever it says replaces what was believed.
  public void kept(AccountState told, Kept answer, Instant now) {
    var earlier = answer.known();
    if (earlier == null) {
      confirm(told, answer);
    } else {
      goOnFrom(earlier);
    }
    var before = balance;
    var were = terms;
    // By prices that were no longer true.
    var wrong = away && standing == Standing.EMPTY && !prices.equals(answer.prices());
    away = false;
    terms = answer.terms();
    prices = answer.prices();
    pricesAt = now;
    balance = answer.balance();
    outbox.stream().filter(Posting::counted).forEach(posting -> balance += posting.micros());
    var credited = balance > before;
    if (terms != were) {
      priceAgain();
    }
    enterAll(now);
    if (balance != before || terms != were) {
      version++;
    }
    if (credited || wrong || terms == Terms.HOUSE) {
      credited(now);
    }
    look(now);
  }

  private void confirm(AccountState told, Kept answer) {
    outbox.removeIf(
        posting -> answer.booked().stream().anyMatch(b -> b.key().equals(posting.key())));
    ended.subList(0, told.ended().size()).clear();
    notices.subList(0, told.notices().size()).clear();
    recent.subList(0, told.recent().size()).clear();
    kept = told.version();
  }

  /// An earlier life of this account got further than this one knows: its workflow was ended, or
  /// set back, or a task that had told the ledger was lost. What was kept then holds, whatever it
  /// had in its outbox is booked, and what came since is entered once more.
  private void goOnFrom(AccountState earlier) {
    var caps = kept == 0 ? List.copyOf(tabs.values()) : List.<Tab>of();
    var since = new ArrayList<>(recent);
    since.addAll(waiting);
    waiting.clear();
    waiting.addAll(earlier.waiting());
    recent.clear();
    outbox.removeIf(Posting::counted);
    ended.clear();
    notices.clear();
    version = Math.max(version, earlier.version()) + 1;
    kept = earlier.version();
    terms = earlier.terms();
    balance = earlier.balance();
    standing = earlier.standing();
    warned = earlier.warned();
    tabs.clear();
    earlier.tabs().forEach(this::put);
    for (var tab : caps) {
      if (tab.capMicros() != 0) {
        put(tabs.getOrDefault(tab.server(), Tab.open(tab.server())).cap(tab.capMicros()));
      }
    }
    since.forEach(this::hear);
  }

  /// Who pays has changed since a moment that may lie before what is settled. What was charged
  /// stays charged until the use ends; what was too much is given back then.
  private void priceAgain() {
    for (var tab : List.copyOf(tabs.values())) {
      var meter = tab.meter();
      if (meter != null && meter.settledUntil().isAfter(meter.since())) {
        var total = meter.due(prices, meter.settledUntil());
        put(tab.with(meter.settled(meter.settledUntil(), total, total - meter.metered())));
      }
    }
  }

  private void credited(Instant now) {
    warned = null;
    if (standing == Standing.EMPTY && worthWaking(now)) {
      standing = Standing.FUNDED;
      notice(now, "FUNDED", "Credits are back: servers wake again.");
    }
  }

  /// Whether the ledger has confirmed all of it.
  public boolean isKept() {
    return version == kept;
  }

  /// Nothing is there any more that could say what it uses. If it says something after all, it is
  /// believed.
  public void gone(String server, Instant now) {
    var tab = tabs.get(server);
    if (tab == null || tab.goneAt() != null) {
      return;
    }
    if (knowsPrices(now)) {
      leave(server, now);
    } else {
      // What it has used is priced when the ledger has said its prices.
      put(tab.leaving(now));
    }
    version++;
    look(now);
  }

  /// A server has been told how its account stands.
  public void told(String server, Standing what) {
    var tab = tabs.get(server);
    if (tab != null && tab.told() != what) {
      // Nothing that anybody reads, so no new version.
      put(tab.told(what));
    }
  }

  /// Servers that have to be told how their account stands, by id.
  public List<String> untold() {
    return tabs.values().stream()
        .filter(tab -> tab.goneAt() == null && tab.told() != standing(tab.server()))
        .map(Tab::server)
        .toList();
  }

  /// What the account can do for a server.
  public Standing standing(String server) {
    if (standing != Standing.FUNDED || terms == Terms.HOUSE) {
      return standing;
    }
    var tab = tabs.get(server);
    return tab != null && tab.capped() ? Standing.CAPPED : Standing.FUNDED;
  }

  /// Does what has become due; to be called at [#nextDue(Instant)] or at any other time.
  public void look(Instant now) {
    if (terms == Terms.UNKNOWN) {
      return;
    }
    if (knowsPrices(now) && settleAt().filter(at -> !at.isAfter(now)).isPresent()) {
      settle(now);
    }
    forget(now);
    beginMonth(now);
    var believed = believed(now);
    reachCaps(believed, now);
    warn(believed, now);
    runDry(believed, now);
  }

  /// The one moment at which something has to happen if nobody says anything; empty while nothing
  /// burns.
  public Optional<Instant> nextDue(Instant now) {
    if (terms == Terms.UNKNOWN) {
      return Optional.empty();
    }
    var due = knowsPrices(now) ? settleAt() : Optional.<Instant>empty();
    if (tabs.values().stream().anyMatch(Tab::capped)) {
      due = Depletion.earlier(due, Optional.of(monthAfter(now)));
    }
    if (standing == Standing.FUNDED && terms != Terms.HOUSE) {
      var believed = believed(now);
      var end = believed.hibernatesAt(now);
      due = Depletion.earlier(due, end);
      due = Depletion.earlier(due, end.flatMap(this::nextWarning));
      for (var tab : believed.tabs.values()) {
        due = Depletion.earlier(due, believed.capAt(tab, now));
      }
    }
    return due;
  }

  /// When credits are used up, if everything goes on as it is.
  public Optional<Instant> depletesAt(Instant now) {
    var believed = believed(now);
    return Depletion.at(believed.burning(), prices, believed.balance, now);
  }

  /// When credits would be used up if one more server were awake from now on.
  public Optional<Instant> depletesWith(String priceClass, Instant now) {
    var believed = believed(now);
    var more = new ArrayList<>(believed.burning());
    more.add(
        Meter.begin(
            new MeterFact.Started("", 0, now, "", priceClass, Use.AWAKE, true, Duration.ZERO)));
    return Depletion.at(more, prices, believed.balance, now);
  }

  /// When the servers are told to save and sleep, so that they have done so before it is too late.
  public Optional<Instant> hibernatesAt(Instant now) {
    var believed = believed(now);
    return believed.depletesAt(now).map(at -> at.minus(believed.longestStop()));
  }

  /// What all of it burns an hour at a moment.
  public long perHour(Instant now) {
    return believed(now).burning().stream().mapToLong(meter -> meter.perHour(prices, now)).sum();
  }

  /// What has been used and is not settled yet.
  public long unsettled(Instant now) {
    var believed = believed(now);
    var ended = balance - believed.balance;
    return ended
        + believed.burning().stream()
            .mapToLong(meter -> Math.max(0, meter.due(prices, now) - meter.metered()))
            .sum();
  }

  /// What a use has cost the account up to a moment.
  public long cost(Meter meter, Instant now) {
    return Math.max(meter.charged(), meter.due(prices, now) - meter.waived());
  }

  private Duration longestStop() {
    var longest = Duration.ZERO;
    for (var meter : burning()) {
      if (meter.use() != Use.ASLEEP && meter.stopsWithin().compareTo(longest) > 0) {
        longest = meter.stopsWithin();
      }
    }
    return longest;
  }

  private List<Meter> burning() {
    var burning = new ArrayList<Meter>();
    for (var tab : tabs.values()) {
      if (tab.meter() != null && tab.meter().costs(prices)) {
        burning.add(tab.meter());
      }
    }
    return burning;
  }

  private Optional<Instant> settleAt() {
    Optional<Instant> first = Optional.empty();
    for (var meter : burning()) {
      first = Depletion.earlier(first, Optional.of(settlesAt(meter)));
    }
    return first;
  }

  /// The end of a month divides what is settled after it, too: only for a cap does it matter when.
  /// Otherwise every account would have something to book in the same moment.
  private Instant settlesAt(Meter meter) {
    var next = dividesAt(meter);
    var month = monthAfter(meter.settledUntil());
    return tab(meter.server()).capMicros() > 0 && month.isBefore(next) ? month : next;
  }

  private static Instant dividesAt(Meter meter) {
    var parts = Duration.between(meter.since(), meter.settledUntil()).dividedBy(SETTLED_EVERY);
    return meter.since().plus(SETTLED_EVERY.multipliedBy(parts + 1));
  }

  /// Up to what is due, and no further.
  private void settle(Instant now) {
    for (var meter : burning()) {
      var next = meter;
      while (!settlesAt(next).isAfter(now)) {
        next = settled(next, settlesAt(next));
      }
      put(tab(meter.server()).with(next));
    }
    version++;
  }

  private void forget(Instant now) {
    var unpriced = waiting.stream().map(MeterFact::server).collect(toSet());
    var gone =
        tabs.values().stream()
            .filter(tab -> tab.goneAt() != null && tab.meter() == null)
            .filter(tab -> !unpriced.contains(tab.server()))
            .toList();
    var tooMany = gone.size() - MOST_REMEMBERED;
    gone.stream().filter(tab -> isLongGone(tab, now)).forEach(tab -> tabs.remove(tab.server()));
    if (tooMany > 0) {
      gone.stream()
          .sorted(Comparator.comparing(tab -> Objects.requireNonNull(tab.goneAt())))
          .limit(tooMany)
          .forEach(tab -> tabs.remove(tab.server()));
    }
  }

  private static boolean isLongGone(Tab tab, Instant now) {
    var at = tab.goneAt();
    return at != null && at.plus(REMEMBERED).isBefore(now);
  }

  /// Settles up to a moment, and at every moment before it that divides a use.
  private Meter settled(Meter meter, Instant until) {
    var next = meter;
    while (true) {
      var part = dividesAt(next);
      var month = monthAfter(next.settledUntil());
      var at = month.isBefore(part) ? month : part;
      if (!at.isBefore(until)) {
        return until.isAfter(next.settledUntil()) ? charged(next, until) : next;
      }
      next = charged(next, at);
    }
  }

  private Meter charged(Meter meter, Instant until) {
    var total = meter.due(prices, until);
    var owed = total - meter.metered();
    var payable = Math.clamp(balance, 0, Math.max(0, owed));
    if (payable > 0) {
      book(Posting.charge(meter, until, payable), month(until.minusMillis(1)));
    }
    return meter.settled(until, total, owed - payable);
  }

  private void end(Meter meter, Instant at) {
    var until = at.isBefore(meter.since()) ? meter.since() : at;
    // A use that ended as it began owes its minimum all the same.
    var last = until.isAfter(meter.settledUntil()) ? settled(meter, until) : meter;
    if (last.metered() == 0 && until.equals(last.since())) {
      last = charged(last, until);
    }
    var total = last.due(prices, until);
    var tooMuch = last.charged() - total;
    if (tooMuch > 0) {
      book(Posting.refund(last, until, tooMuch), month(last.settledUntil().minusMillis(1)));
    }
    ended.add(last.ended(until, total, Math.max(0, -tooMuch)));
    put(tab(meter.server()).with(null));
  }

  private void book(Posting posting, String month) {
    outbox.add(posting);
    balance += posting.micros();
    var server = Objects.requireNonNull(posting.span(), "span").server();
    var tab = tab(server);
    if (tab.month().compareTo(month) <= 0) {
      put(tab.in(month).spent(-posting.micros()));
    }
  }

  private void beginMonth(Instant now) {
    var month = month(now);
    for (var tab : List.copyOf(tabs.values())) {
      if (tab.capped() && !tab.month().equals(month)) {
        put(tab.in(month));
        version++;
      }
    }
  }

  private void reachCaps(AccountBook believed, Instant now) {
    for (var tab : List.copyOf(believed.tabs.values())) {
      if (believed.capAt(tab, now).filter(at -> !at.isAfter(now)).isPresent()) {
        put(tab(tab.server()).in(month(now)).reached());
        notice(
            now,
            "CAPPED",
            "Server %s has spent its %s credits of this month and sleeps until the next."
                .formatted(tab.server(), Credits.text(tab.capMicros())));
      }
    }
  }

  private Optional<Instant> capAt(Tab tab, Instant now) {
    var meter = tab.meter();
    if (tab.capMicros() == 0 || tab.capped() || meter == null || !meter.costs(prices)) {
      return Optional.empty();
    }
    var left = tab.capMicros() - tab.in(month(now)).spentMicros();
    return Depletion.at(List.of(meter), prices, left, now)
        .map(at -> at.minus(meter.stopsWithin()))
        .filter(at -> at.isBefore(monthAfter(now)));
  }

  private Optional<Instant> nextWarning(Instant end) {
    Optional<Instant> first = Optional.empty();
    for (var warning : Warning.values()) {
      if (isTighter(warning)) {
        first = Depletion.earlier(first, Optional.of(end.minus(warning.before())));
      }
    }
    return first;
  }

  private boolean isTighter(Warning warning) {
    return warned == null || warning.compareTo(warned) > 0;
  }

  private void warn(AccountBook believed, Instant now) {
    var end = believed.hibernatesAt(now);
    end.ifPresent(at -> calm(at, now));
    if (standing != Standing.FUNDED || end.isEmpty() || !end.get().isAfter(now)) {
      return;
    }
    Warning tightest = null;
    for (var warning : Warning.values()) {
      if (!end.get().minus(warning.before()).isAfter(now) && isTighter(warning)) {
        tightest = warning;
      }
    }
    if (tightest != null) {
      warned = tightest;
      notice(
          now,
          "WARNING_" + tightest,
          "Credits last for less than "
              + tightest.words()
              + ": servers sleep at "
              + end.get()
              + ".");
    }
  }

  /// An end that has moved away is warned of again when it comes back; half as much again, so that
  /// one which moves to and fro says nothing.
  private void calm(Instant end, Instant now) {
    while (warned != null && end.minus(warned.before().multipliedBy(3).dividedBy(2)).isAfter(now)) {
      warned = warned.looser();
    }
  }

  private void runDry(AccountBook believed, Instant now) {
    if (standing == Standing.FUNDED && terms != Terms.HOUSE && !believed.lasts(now)) {
      standing = Standing.EMPTY;
      notice(now, "DEPLETED", "Credits are used up: servers save and sleep.");
    }
  }

  private boolean lasts(Instant now) {
    var awake = burning().stream().anyMatch(meter -> meter.use() != Use.ASLEEP);
    return hibernatesAt(now).map(at -> at.isAfter(now)).orElse(true)
        && (awake || balance - unsettled(now) >= reserve(now));
  }

  private boolean worthWaking(Instant now) {
    return terms == Terms.HOUSE || (lasts(now) && balance - unsettled(now) >= reserve(now));
  }

  /// What its most expensive server burns in the least time that is worth a wake.
  private long reserve(Instant now) {
    var most = reserve(PriceList.USUAL_CLASS, now);
    for (var tab : tabs.values()) {
      if (tab.meter() != null) {
        most = Math.max(most, reserve(tab.meter().priceClass(), now));
      }
    }
    return most;
  }

  private long reserve(String priceClass, Instant now) {
    var burn = prices.burn(priceClass, Use.AWAKE, now, now.plus(WORTH_WAKING));
    return PriceList.micros(burn);
  }

  private void notice(Instant at, String kind, String text) {
    version++;
    notices.add(new Notice(version, at, kind, text));
  }

  private Tab tab(String server) {
    return Objects.requireNonNull(tabs.get(server), server);
  }

  private void put(Tab tab) {
    tabs.put(tab.server(), tab);
  }

  /// Months are those of UTC.
  static String month(Instant at) {
    return YearMonth.from(at.atOffset(ZoneOffset.UTC)).toString();
  }

  private static Instant monthAfter(Instant at) {
    return YearMonth.from(at.atOffset(ZoneOffset.UTC))
        .plusMonths(1)
        .atDay(1)
        .atStartOfDay()
        .toInstant(ZoneOffset.UTC);
  }

  /// Whose it is.
  public String account() {
    return account;
  }

  /// Grows with every change.
  public long version() {
    return version;
  }

  /// Micro-credits: what the ledger says, and the uses that it has yet to be told of.
  public long balance() {
    return balance;
  }

  /// Whether it pays.
  public Standing standing() {
    return standing;
  }

  /// On which terms it uses the platform.
  public Terms terms() {
    return terms;
  }

  /// What an hour of a use costs it at a moment.
  public long perHour(String priceClass, Use use, Instant at) {
    return prices.perHour(priceClass, use, at);
  }
}
