package dev.overwinter.durable;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// Makes and parses workflow ids; no other place may.
public final class WorkflowIds {
  private static final String SERVER = "server/";
  private static final String SESSION = "session/";
  private static final String SCHEDULE = "schedule/";

  private WorkflowIds() {}

  /// The id of the workflow that owns a server.
  public static String server(String serverId) {
    return SERVER + serverId;
  }

  /// The server that a workflow owns; empty when it is not a server's workflow.
  public static Optional<String> serverOf(String workflowId) {
    return workflowId.startsWith(SERVER)
        ? Optional.of(workflowId.substring(SERVER.length()))
        : Optional.empty();
  }

  /// The id of the workflow that keeps the world of a deleted server.
  public static String keptWorld(String serverId) {
    return "kept/" + serverId;
  }

  /// The id of the workflow that compares what a node runs with what its servers believe.
  public static String reconcileNode(String nodeId) {
    return "reconcile-node/" + nodeId;
  }

  /// The id of the workflow that keeps a node.
  public static String node(String nodeId) {
    return "node/" + nodeId;
  }

  /// The id of the workflow that keeps an account.
  public static String account(String account) {
    return "account/" + account;
  }

  /// The id of the workflow that proves the ledger, and of what starts it every night.
  public static String proveLedger() {
    return "prove-ledger";
  }

  /// The id of the workflow that adds a price to the list: one for each moment and amount.
  public static String announcePrice(
      String priceClass, String use, Instant from, long microsPerHour) {
    return "announce-price/%s/%s/%s/%d".formatted(priceClass, use, from, microsPerHour);
  }

  /// The id of the workflow that tells a node's servers what it can do for them.
  public static String tellServers(String nodeId) {
    return "tell-servers/" + nodeId;
  }

  /// The id of the workflow that owns a session, by its tag.
  public static String session(String tag) {
    return SESSION + tag;
  }

  /// The name under which a session is metered. A tag is used again one day, a session is not.
  ///
  /// @param sessionId its tag in lower case, a hyphen, what makes it unique
  public static String meterOfSession(String sessionId) {
    return SESSION + sessionId;
  }

  /// The id of the workflow that an account tells how it stands, by the name under which it meters.
  public static String metered(String name) {
    if (!name.startsWith(SESSION)) {
      return server(name);
    }
    var id = name.substring(SESSION.length());
    var end = id.indexOf('-');
    return session((end < 0 ? id : id.substring(0, end)).toUpperCase(Locale.ROOT));
  }

  /// The id of the workflow that keeps sessions of one kind warm.
  public static String pool(String poolId) {
    return "pool/" + poolId;
  }

  /// The id of the workflow that compares droplets with sessions, and of what starts it.
  public static String reconcileFleet() {
    return "reconcile-fleet";
  }

  /// The id of the workflow that owns a planet's queues.
  public static String planet(long planetId) {
    return "planet/" + planetId;
  }

  /// The id of the workflow that owns a player's research.
  public static String research(long playerId) {
    return "research/" + playerId;
  }

  /// The id of the workflow that owns one mission.
  public static String fleet(String fleetId) {
    return "fleet/" + fleetId;
  }

  /// The id of the workflow that owns an offer of the market.
  public static String offer(String offerKey) {
    return "offer/" + offerKey;
  }

  /// The id of the workflow that carries one command of a player out.
  public static String command(String key) {
    return "command/" + key;
  }

  /// The id of the workflow that says a line to a game.
  ///
  /// @param request what makes it this line
  public static String tellGame(String serverId, String request) {
    return command(serverId + "/" + request);
  }

  /// The id of the workflow that owns a room.
  public static String room(String roomId) {
    return "room/" + roomId;
  }

  /// The id of the workflow that makes a universe.
  public static String createUniverse(String universe) {
    return "create-universe/" + universe;
  }

  /// The id of the workflow that tidies universes, and of what starts it.
  public static String tidyUniverse() {
    return "tidy-universe";
  }

  /// The id of the workflow that tidies what is kept of rooms, and of what starts it.
  public static String tidyRooms() {
    return "tidy-rooms";
  }

  /// The id under which Temporal keeps a schedule of a server.
  public static String schedule(String serverId, String scheduleId) {
    return SCHEDULE + serverId + "/" + scheduleId;
  }

  /// Whether Temporal keeps a server's schedule under this id.
  public static boolean isSchedule(String id) {
    return id.startsWith(SCHEDULE) && id.indexOf('/', SCHEDULE.length()) > 0;
  }

  /// The server whose schedule Temporal keeps under this id; see [#isSchedule].
  public static String serverOfSchedule(String id) {
    return id.substring(SCHEDULE.length(), id.indexOf('/', SCHEDULE.length()));
  }

  /// The schedule that Temporal keeps under this id; see [#isSchedule].
  public static String scheduleOf(String id) {
    return id.substring(id.indexOf('/', SCHEDULE.length()) + 1);
  }

  /// The id of a run of a schedule; Temporal appends the moment at which it is due.
  public static String runSchedule(String serverId, String scheduleId) {
    return "run-schedule/" + serverId + "/" + scheduleId;
  }

  /// The id of a run that somebody asked for.
  public static String runScheduleNow(String serverId, String scheduleId, String request) {
    return runSchedule(serverId, scheduleId) + "-now-" + request;
  }

  /// The id of the workflow that carries one change of a schedule out.
  public static String changeSchedule(String serverId, String scheduleId, String request) {
    return "change-schedule/" + serverId + "/" + scheduleId + "/" + request;
  }

  /// The id of the workflow that compares schedules with what Temporal keeps, and of what starts
  /// it.
  public static String tidySchedules() {
    return "tidy-schedules";
  }

  /// The id of the workflow that delivers a server's notices.
  public static String notices(String serverId) {
    return "notices/" + serverId;
  }
}
