package dev.overwinter.servers.workflow;

import dev.overwinter.billing.CreditStanding;
import dev.overwinter.billing.MeterFact;
import dev.overwinter.billing.Standing;
import dev.overwinter.nodes.NodeStanding;
import dev.overwinter.servers.CreditRules;
import dev.overwinter.servers.Metering;
import dev.overwinter.servers.ServerState;
import dev.overwinter.servers.ServerState.Asleep;
import dev.overwinter.servers.ServerState.Awake;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a server says to its account, and what it does about what the account says. Confined to its
/// workflow.
final class ServerMeter {
  private static final String BY = "its account";

  private final Server server;
  private final boolean heard;
  private Metering metering;

  /// @param heard whether an account heard all that this run has said: see [ServerRun#metered()]
  ServerMeter(Server server, Metering metering, boolean heard) {
    this.server = server;
    this.metering = metering;
    this.heard = heard;
  }

  /// The server went from one state to another.
  ///
  /// @param ended when its container exited, by the engine's clock; null when that is not known
  void changed(ServerState before, ServerState after, @Nullable Instant ended) {
    metering = metering.changed(server.spec(), before, after, ended, Server.now());
  }

  /// The server has come to rest, or is found awake: its account may have spoken meanwhile.
  void arrived(ServerState before, ServerState after) {
    if (after instanceof Asleep || (after instanceof Awake && !(before instanceof Awake))) {
      obey();
    }
  }

  void nodeStands(NodeStanding standing, @Nullable Instant since) {
    metering = metering.nodeStands(server.spec(), server.state(), standing, since, Server.now());
  }

  /// The account has spoken.
  ///
  /// @return whether it is news
  boolean said(CreditStanding said) {
    var before = metering.credit();
    metering = metering.credit(said);
    return !metering.credit().equals(before);
  }

  /// Does what the account's last word asks for.
  void obey() {
    if (metering.credit().standing() == Standing.FUNDED) {
      wakeIfOwed();
      return;
    }
    if (CreditRules.interrupts(server.state(), server.spec().hibernation())) {
      metering = metering.owed(true);
    }
    server.apply(CreditRules.stops(server.state(), metering.credit(), Server.now()), BY);
  }

  void wakeIfOwed() {
    if (metering.owed() && metering.credit().standing() == Standing.FUNDED) {
      var rule = server.spec().hibernation();
      metering = metering.owed(!rule.automatic());
      server.apply(CreditRules.wakes(server.state(), rule, server.standing(), Server.now()), BY);
    }
  }

  /// Somebody wants it asleep, so nobody owes it a wake.
  void sleepsAsAsked() {
    metering = metering.owed(false);
  }

  CreditStanding credit() {
    return metering.credit();
  }

  /// What the account has yet to be told, in order.
  List<MeterFact> untold() {
    return metering.untold();
  }

  /// The account has been told these.
  void told(List<MeterFact> facts) {
    metering = metering.told(facts);
  }

  /// What the next run begins with.
  Metering carried() {
    return heard ? metering : metering.again(server.spec(), server.state(), Server.now());
  }
}
