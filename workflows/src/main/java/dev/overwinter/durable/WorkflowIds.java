package dev.overwinter.durable;

import java.time.Instant;
import java.util.Optional;

/// Makes and parses workflow ids; no other place may.
public final class WorkflowIds {
  private static final String SERVER = "server/";

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
}
