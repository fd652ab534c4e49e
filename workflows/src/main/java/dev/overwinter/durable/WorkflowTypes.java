package dev.overwinter.durable;

/// Workflow types and signals that one domain uses by name, because it must not know the other.
public final class WorkflowTypes {
  /// Tells every server of a node what the node can do for it; arguments: node, its standing.
  public static final String TELL_SERVERS = "TellServers";

  /// Signal that tells a server how its account stands; argument: what account and server agree on.
  public static final String CREDIT_STANDS = "creditStands";

  private WorkflowTypes() {}
}
