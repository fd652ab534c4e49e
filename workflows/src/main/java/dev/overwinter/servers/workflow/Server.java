package dev.overwinter.servers.workflow;

import dev.overwinter.backups.Backup;
import dev.overwinter.backups.BackupWhy;
import dev.overwinter.billing.CreditStanding;
import dev.overwinter.durable.SearchAttributes;
import dev.overwinter.nodes.NodeStanding;
import dev.overwinter.servers.Allocation;
import dev.overwinter.servers.ContainerObservation;
import dev.overwinter.servers.ContainerOrder;
import dev.overwinter.servers.Crashes;
import dev.overwinter.servers.Effect;
import dev.overwinter.servers.Kept;
import dev.overwinter.servers.Metering;
import dev.overwinter.servers.Move;
import dev.overwinter.servers.Occupancy;
import dev.overwinter.servers.ProxyClaim;
import dev.overwinter.servers.RestoreRules;
import dev.overwinter.servers.ServerRules;
import dev.overwinter.servers.ServerSettings;
import dev.overwinter.servers.ServerSpec;
import dev.overwinter.servers.ServerState;
import dev.overwinter.servers.ServerState.Awake;
import dev.overwinter.servers.ServerState.Hibernating;
import dev.overwinter.servers.ServerState.Relocating;
import dev.overwinter.servers.ServerState.Restoring;
import dev.overwinter.servers.ServerState.Waking;
import dev.overwinter.servers.ServerView;
import dev.overwinter.servers.Situation;
import dev.overwinter.servers.TransferRules;
import dev.overwinter.servers.WorldRules;
import dev.overwinter.servers.WorldSource;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What one run of a server's workflow knows. Every change raises the version, which is what the
/// main method and the recorder wait for. Confined to its workflow.
final class Server {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private ServerSpec spec;
  private long version;
  private ServerState state;
  private @Nullable Allocation allocation;
  private Occupancy occupancy;
  private Duration lastStart;
  private String lastChange;
  private Crashes crashes;
  private NodeStanding standing;
  private final WorldBook book;

  /// The place that it is being moved away from, and what was last heard of its node.
  private @Nullable Allocation former;

  private NodeStanding formerStanding = NodeStanding.LOST;

  private boolean backsUp;
  private final Strays strays = new Strays(this);
  private final ServerMeter meter;
  private final Instant createdAt;
  private @Nullable WorldSource source;
  private @Nullable Effect effect;
  private @Nullable CancellationScope underWay;

  // The strays and the meter only keep it.
  @SuppressWarnings("ThisEscapedInObjectConstruction")
  private Server(ServerRun run, ServerRun.Carried known) {
    spec = run.spec();
    backsUp = run.backsUp();
    source = run.source();
    version = known.version();
    state = known.state();
    allocation = known.allocation();
    occupancy = known.occupancy();
    lastStart = known.lastStart();
    lastChange = known.lastChange();
    createdAt = known.createdAt();
    crashes = known.crashes();
    standing = known.standing();
    book = new WorldBook(known.kept());
    meter = new ServerMeter(this, known.metering(), run.metered());
  }

  static Server of(ServerRun run) {
    var carried = run.carried();
    if (carried != null) {
      return new Server(run, carried);
    }
    var now = now();
    var server =
        new Server(
            run,
            new ServerRun.Carried(
                1,
                new ServerState.Creating(now, false),
                null,
                Occupancy.none(now),
                Duration.ZERO,
                run.spec().owner(),
                now,
                Crashes.NONE,
                NodeStanding.SERVING,
                Kept.NOTHING,
                Metering.NONE));
    server.effect = new Effect.Make();
    return server;
  }

  static Instant now() {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis());
  }

  /// Takes a decision over: the state changes, and a new effect cancels the one under way.
  void apply(Move move, String by) {
    apply(move, by, null);
  }

  /// The same after its container exited.
  ///
  /// @param ended when, by the engine's clock; null when that is not known
  void apply(Move move, String by, @Nullable Instant ended) {
    if (move.next().equals(state) && move.effect().isEmpty()) {
      return;
    }
    var before = state;
    state = move.next();
    if (before instanceof Waking asked && state instanceof Awake ready) {
      lastStart = Duration.between(asked.since(), ready.since());
    }
    if (state instanceof Waking || state instanceof Hibernating) {
      book.kept(kept().ran());
    }
    book.changed(before, state, now());
    lastChange = by;
    meter.changed(before, state, ended);
    version++;
    move.effect().ifPresent(this::replaceEffect);
    announce(before);
    meter.arrived(before, state);
    if (before instanceof Waking) {
      giveBackIfNeeded();
    }
  }

  private void giveBackIfNeeded() {
    var back = RestoreRules.givesBack(state, kept(), now());
    if (back.isPresent()) {
      book.givenBack("given back: " + state.reason());
      apply(back.get(), "the restore");
    }
  }

  private void replaceEffect(Effect next) {
    effect = next;
    var running = underWay;
    if (running != null) {
      running.cancel();
    }
  }

  private void announce(ServerState before) {
    ServerMetrics.changed(this, before, state);
    describe();
    // One event each, so only for the states that people filter by.
    if (state.settled()) {
      Workflow.upsertTypedSearchAttributes(SearchAttributes.STATE.valueSet(state.label()));
    }
  }

  /// Costs no event, so people read what is true now, players and bedtime too.
  private void describe() {
    Workflow.setCurrentDetails(ServerDetails.markdown(view()));
  }

  void hibernateIfDue() {
    var at = hibernatesAt();
    if (at.isPresent() && !now().isBefore(at.get())) {
      var idleFor = Duration.between(occupancy.emptySince(), now());
      apply(ServerRules.idle(state, idleFor, standing, now()), "idle timer");
    }
  }

  Optional<Instant> hibernatesAt() {
    return ServerRules.hibernatesAt(state, occupancy, situation().rule());
  }

  Situation situation() {
    return new Situation(occupancy, spec.hibernation(), crashes, standing);
  }

  void observed(ContainerObservation seen) {
    if (!seen.node().isEmpty()
        && (!seen.node().equals(node()) || seen.generation() != generation())) {
      // Not its container any more: that changes nothing here, and it must not run.
      if (seen.running()) {
        strays.seenRunning(left(seen.node(), seen.generation()));
      }
      return;
    }
    if (ServerRules.isCrash(state, seen)) {
      crashes = crashes.and(now());
      ServerMetrics.crashed(this, seen);
    }
    apply(ServerRules.observed(state, situation(), seen, now()), "node", seen.endedAt());
  }

  void nodeStands(NodeStanding now, @Nullable String ofNode, @Nullable Instant since) {
    if (ofNode != null && !ofNode.equals(node())) {
      formerStands(now, ofNode);
    } else if (standing != now) {
      standing = now;
      meter.nodeStands(now, since);
      version++;
      describe();
      meter.wakeIfOwed();
      var running = underWay;
      if (now == NodeStanding.LOST && TransferRules.underWay(state) != null) {
        stayWhereItWas(former == null ? "its node is lost" : "that node is lost");
      } else if ((relocating() || state instanceof Restoring)
          && now == NodeStanding.LOST
          && running != null) {
        // Its new node, too: nothing made there can be waited for.
        running.cancel();
      }
    }
  }

  /// What is under way to move it to another node is given up; changes nothing when there is no
  /// such thing any more.
  void stayWhereItWas(String because) {
    apply(TransferRules.giveUp(state, because), "node");
    cancelTransfer();
  }

  /// It has been decided that it stays where it was. A stop goes on.
  void cancelTransfer() {
    var running = underWay;
    if (relocating() && running != null) {
      running.cancel();
    }
  }

  /// A node that answers again may never have stopped running what was left there, and then there
  /// is nothing that it could observe.
  private void formerStands(NodeStanding now, String ofNode) {
    var left = former;
    if (left != null && left.node().equals(ofNode)) {
      formerStanding = now;
    }
    if (now != NodeStanding.LOST) {
      kept().stranded().stream()
          .filter(place -> place.node().equals(ofNode))
          // What it may yet go back to is at rest, and nobody starts it.
          .filter(place -> !place.equals(left) || TransferRules.underWay(state) == null)
          .forEach(place -> {
            if (kept().vacated().contains(place)) {
              strays.discard(place);
            } else {
              strays.keepStill(place);
            }
          });
    }
  }

  void creditStands(CreditStanding said) {
    if (meter.said(said)) {
      version++;
      meter.obey();
      describe();
    }
  }

  ServerMeter meter() {
    return meter;
  }

  NodeStanding standing() {
    return standing;
  }

  void joined(ProxyClaim claim) {
    occupy(occupancy.joined(claim.proxy(), claim.seq(), now()));
  }

  void left(ProxyClaim claim) {
    occupy(occupancy.left(claim.proxy(), claim.seq(), now()));
  }

  private void occupy(Occupancy next) {
    if (!next.equals(occupancy)) {
      occupancy = next;
      version++;
      describe();
    }
  }

  void configure(ServerSettings settings) {
    spec = spec.with(settings);
    version++;
    describe();
  }

  void allocated(Allocation granted) {
    allocation = granted;
    version++;
    if (spec.node().isEmpty()) {
      // Chosen only now.
      Workflow.upsertTypedSearchAttributes(SearchAttributes.NODE.valueSet(granted.node()));
    }
  }

  /// It has a place on another node from now on, and nothing of the old one counts any more.
  void moved(Allocation lost, Allocation anew) {
    former = lost;
    formerStanding = standing;
    standing = NodeStanding.SERVING;
    book.kept(kept().leaving(lost));
    if (TransferRules.underWay(state) == null) {
      occupancy = Occupancy.none(now());
    }
    crashes = Crashes.NONE;
    place(anew);
  }

  /// It could not be made there.
  ///
  /// @param clean whether nothing is left of the attempt
  void movedBack(Allocation lost, boolean clean) {
    var tried = place();
    standing = formerStanding;
    former = null;
    book.kept(kept().regained(lost));
    if (tried != null && !clean) {
      book.kept(kept().leaving(tried));
      if (TransferRules.underWay(state) != null) {
        vacated(tried);
      }
    }
    place(lost);
  }

  private void place(Allocation at) {
    allocation = at;
    version++;
    Workflow.upsertTypedSearchAttributes(SearchAttributes.NODE.valueSet(at.node()));
    describe();
  }

  /// Its volumes hold what the backup holds.
  void arrived() {
    book.kept(kept().restored());
    version++;
    var left = former;
    former = null;
    if (left == null) {
      return;
    }
    if (TransferRules.underWay(state) != null) {
      vacated(left);
    } else {
      // Its node may have come back meanwhile.
      strays.keepStill(left);
    }
  }

  private void vacated(Allocation place) {
    book.kept(kept().vacating(place));
    strays.discard(place);
  }

  boolean relocating() {
    return state instanceof Relocating;
  }

  /// Where it is, with the node named also where an older version left that to the specification.
  @Nullable Allocation place() {
    var is = allocation;
    return is == null
        ? null
        : new Allocation(is.publicPort(), is.subnet(), node(), is.generation());
  }

  int nextGeneration() {
    return kept().nextGeneration(generation());
  }

  private int generation() {
    var place = allocation;
    return place == null ? 1 : place.generation();
  }

  /// What it has left on a node; what nobody remembers is known by its labels alone.
  private Allocation left(String node, int generation) {
    return kept().stranded().stream()
        .filter(place -> place.node().equals(node) && place.generation() == generation)
        .findFirst()
        .orElseGet(() -> new Allocation(0, "", node, generation));
  }

  Kept kept() {
    return book.kept();
  }

  WorldBook book() {
    return book;
  }

  /// Something of it has changed that people read.
  void changed() {
    version++;
    describe();
  }

  Strays strays() {
    return strays;
  }

  /// What it has yet to be filled from; empty when it is installed, or filled already.
  Optional<WorldSource> source() {
    return Optional.ofNullable(source);
  }

  /// It holds what a kept world holds, whose backups are its own from now on.
  void adopted(WorldSource from) {
    source = null;
    book.kept(kept().adopting(from.world().backups()));
    version++;
  }

  /// What lay there is gone.
  void discarded(Allocation place) {
    book.kept(kept().regained(place));
    version++;
    describe();
  }

  /// When a backup is made by itself if it goes on sleeping.
  Optional<Instant> backsUpAt() {
    return backsUp
        ? WorldRules.backsUpAt(state, standing, kept(), spec.backupEvery())
        : Optional.empty();
  }

  void backUpIfDue() {
    if (backupIsDue()) {
      effect = new Effect.BackUp(newBackup(BackupWhy.ASLEEP, ""));
    }
  }

  boolean backupIsDue() {
    return backsUpAt().filter(at -> !now().isBefore(at)).isPresent();
  }

  Backup newBackup(BackupWhy why, String by) {
    backsUp = true;
    version++;
    var id = STAMP.format(now()) + "-" + version;
    return Backup.begun(id, spec.id(), node(), why, by, now());
  }

  /// An attempt at a backup has ended by itself.
  void backedUp(Backup attempt) {
    book.ended(attempt);
    changed();
  }

  void forgotten(Backup gone) {
    book.kept(kept().without(gone));
    changed();
  }

  /// When something that nobody wants any more can be removed; empty while there is nothing.
  Optional<Instant> tidiesAt() {
    return standing == NodeStanding.LOST ? Optional.empty() : book.tidiesAt(state);
  }

  boolean mayTidy() {
    return tidiesAt().filter(at -> !now().isBefore(at)).isPresent();
  }

  /// The Docker host that it has its place on; empty before there is one.
  String node() {
    var place = allocation;
    return place == null || place.node().isEmpty() ? spec.node() : place.node();
  }

  boolean hasEffect() {
    return effect != null;
  }

  Effect takeEffect() {
    var taken = Objects.requireNonNull(effect, "effect");
    effect = null;
    return taken;
  }

  void perform(CancellationScope scope) {
    underWay = scope;
    try {
      scope.run();
    } finally {
      underWay = null;
    }
  }

  ContainerOrder order() {
    return order(Objects.requireNonNull(allocation, "allocation"));
  }

  /// For a place that it has or had.
  ContainerOrder order(Allocation place) {
    return new ContainerOrder(
        spec.id(),
        spec.template(),
        place.subnet(),
        spec.joining().proxyProtocol(),
        place.publicPort(),
        place.generation(),
        kept().world().current());
  }

  ServerRun carry(int continueAfterEvents) {
    return new ServerRun(
        spec,
        new ServerRun.Carried(
            version,
            state,
            allocation,
            occupancy,
            lastStart,
            lastChange,
            createdAt,
            crashes,
            standing,
            kept(),
            meter.carried()),
        continueAfterEvents,
        true,
        true,
        null);
  }

  ServerView view() {
    return new ServerView(
        spec,
        version,
        state,
        allocation,
        occupancy,
        hibernatesAt().orElse(null),
        lastStart,
        lastChange,
        createdAt,
        crashes,
        standing,
        kept(),
        meter.untold());
  }

  int publicPort() {
    var reserved = allocation;
    return reserved == null ? 0 : reserved.publicPort();
  }

  boolean hasAllocation() {
    return allocation != null;
  }

  ServerSpec spec() {
    return spec;
  }

  ServerState state() {
    return state;
  }

  Occupancy occupancy() {
    return occupancy;
  }

  Duration lastStart() {
    return lastStart;
  }

  long version() {
    return version;
  }
}
