package dev.overwinter.durable;

/// The task queues that histories name.
public final class TaskQueues {
  /// Workflows of game servers and the activities that keep their records.
  public static final String SERVERS = "servers";

  /// Workflows of accounts and the ledger.
  public static final String BILLING = "billing";

  /// Workflows of sessions, what keeps their records, and what is asked of DigitalOcean.
  public static final String SESSIONS = "sessions";

  /// Workflows of planets, fleets and all else of the universe, and what keeps them in PostgreSQL.
  public static final String UNIVERSE = "universe";

  /// Workflows of rooms, whose histories are sealed, and what keeps them in PostgreSQL.
  public static final String ROOMS = "rooms";

  /// Runs of people's schedules and what they need. Their own, so that hundreds that are due in the
  /// same minute keep no server waiting.
  public static final String SCHEDULES = "schedules";

  /// What runs of schedules ask of servers: a server that does not answer keeps no record waiting.
  public static final String SCHEDULE_STEPS = "schedule-steps";

  /// What is sent to receivers of notices: they may be slow, and hold up nothing else.
  public static final String NOTICES = "notices";

  private TaskQueues() {}

  /// The queue that only the worker beside one Docker engine polls.
  public static String node(String nodeId) {
    return "node/" + nodeId;
  }
}
