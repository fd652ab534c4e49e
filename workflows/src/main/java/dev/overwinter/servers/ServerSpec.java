package dev.overwinter.servers;

import dev.overwinter.backups.BackupRules;
import dev.overwinter.catalogue.GameTemplate;
import dev.overwinter.nodes.Capacity;
import dev.overwinter.nodes.Wish;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What somebody asked for when a server was created. Settings in it can be changed later; id and
/// game cannot.
///
/// @param id short and never used twice, for example `7f3k2m9q`
/// @param name what people read
/// @param owner the account that owns it
/// @param template the game, copied from the catalogue, with the owner's choices in its environment
/// @param node the Docker host; empty when it is chosen with the reservation
/// @param requestedPort the public port that was asked for; 0 lets the platform choose
/// @param hibernation when it sleeps
/// @param joining how joiners are treated
/// @param wish where it may be placed while `node` is empty
/// @param backupEvery how old its newest backup may be when it sleeps; zero for none by themselves
public record ServerSpec(
    String id,
    String name,
    String owner,
    GameTemplate template,
    String node,
    int requestedPort,
    Hibernation hibernation,
    Joining joining,
    Wish wish,
    Duration backupEvery) {
  public ServerSpec(
      String id,
      String name,
      String owner,
      GameTemplate template,
      String node,
      int requestedPort,
      Hibernation hibernation,
      Joining joining,
      @Nullable Wish wish,
      @Nullable Duration backupEvery) {
    if (requestedPort < 0 || requestedPort > 65_535) {
      throw new IllegalArgumentException(
          "requestedPort: " + requestedPort + " (expected: 0..65535)");
    }
    this.id = Objects.requireNonNull(id, "id");
    this.name = Objects.requireNonNull(name, "name");
    this.owner = Objects.requireNonNull(owner, "owner");
    this.template = Objects.requireNonNull(template, "template");
    this.node = Objects.requireNonNull(node, "node");
    this.requestedPort = requestedPort;
    this.hibernation = Objects.requireNonNull(hibernation, "hibernation");
    this.joining = Objects.requireNonNull(joining, "joining");
    // Absent in what was written while there was one node.
    this.wish = Wish.orAnywhere(wish);
    // Absent in what was written before there were any.
    this.backupEvery = backupEvery == null ? BackupRules.USUAL_EVERY : backupEvery;
    if (this.backupEvery.isNegative()) {
      throw new IllegalArgumentException("backupEvery: " + backupEvery + " (expected: >= 0)");
    }
  }

  /// With the usual backups.
  public ServerSpec(
      String id,
      String name,
      String owner,
      GameTemplate template,
      String node,
      int requestedPort,
      Hibernation hibernation,
      Joining joining,
      Wish wish) {
    this(id, name, owner, template, node, requestedPort, hibernation, joining, wish, null);
  }

  /// On a certain node.
  public ServerSpec(
      String id,
      String name,
      String owner,
      GameTemplate template,
      String node,
      int requestedPort,
      Hibernation hibernation,
      Joining joining) {
    this(id, name, owner, template, node, requestedPort, hibernation, joining, Wish.ANYWHERE);
  }

  /// The same server with other settings.
  public ServerSpec with(ServerSettings settings) {
    return new ServerSpec(
        id,
        settings.name(),
        owner,
        template,
        node,
        requestedPort,
        settings.hibernation(),
        settings.joining(),
        wish,
        backupEvery);
  }

  /// The same server, to be placed anew.
  ///
  /// @param where its node
  /// @param port the public port to ask for; 0 for any
  public ServerSpec placedAnew(Wish where, int port) {
    return new ServerSpec(
        id, name, owner, template, "", port, hibernation, joining, where, backupEvery);
  }

  /// A new server of the same owner with the same settings, on whatever port is free.
  ///
  /// @param id the new server's
  /// @param game the same game, with its secrets sealed for the new server
  /// @param where its node; empty when it is chosen with the reservation
  public ServerSpec recovered(String id, GameTemplate game, String where) {
    return new ServerSpec(id, name, owner, game, where, 0, hibernation, joining, wish, backupEvery);
  }

  /// What it needs of its node, asleep or awake.
  public Capacity need() {
    var resources = template.resources();
    return new Capacity(resources.memoryBytes(), resources.milliCpus(), template.portBlock());
  }

  /// Where it has to be or may be.
  public Wish placement() {
    return node.isEmpty() ? wish : Wish.node(node);
  }
}
