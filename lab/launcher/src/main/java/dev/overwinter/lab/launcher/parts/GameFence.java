package dev.overwinter.lab.launcher.parts;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Keeps games from beginning conversations with the machine that they run on, its cloud's metadata
/// service, and the platform: rules of the machine's own packet filter for the networks that this
/// installation gives to games. Answers to players and to our own questions pass, and so does the
/// internet.
///
/// Only root can set them. They name their installation, are set again whenever they are missing,
/// and are taken down with it; a reboot forgets them.
public final class GameFence {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  // Clouds answer there, to everybody who asks from the machine, with what it was made with.
  private static final String METADATA = "169.254.0.0/16";

  private static final String INTO_THE_MACHINE = "INPUT";
  // Made by Docker, which passes everything through it that it forwards.
  private static final String THROUGH_THE_MACHINE = "DOCKER-USER";

  private final List<List<String>> rules = new ArrayList<>();

  /// The fence of an installation.
  ///
  /// @param subnets of its games, in CIDR form
  /// @param platform the address of a platform on another machine; empty when it is on this one
  public GameFence(String installation, String subnets, String platform) {
    var note = "overwinter " + installation;
    rules.add(rule(INTO_THE_MACHINE, subnets, "", note));
    rules.add(rule(THROUGH_THE_MACHINE, subnets, METADATA, note));
    if (!platform.isEmpty()) {
      rules.add(rule(THROUGH_THE_MACHINE, subnets, platform, note));
    }
  }

  private static List<String> rule(String chain, String from, String to, String note) {
    // The machine itself has an address in each of those networks, and may talk to itself.
    var rule = new ArrayList<>(List.of(chain, "!", "-i", "lo", "-s", from));
    if (!to.isEmpty()) {
      rule.addAll(List.of("-d", to));
    }
    rule.addAll(
        List.of(
            "-m",
            "conntrack",
            "--ctstate",
            "NEW",
            "-m",
            "comment",
            "--comment",
            note,
            "-j",
            "DROP"));
    return rule;
  }

  /// Sets the rules that are missing.
  ///
  /// @throws IOException when the machine does not let us, with its reason
  public void raise() throws IOException, InterruptedException {
    for (var rule : rules) {
      if (!filter("-C", rule).succeeded()) {
        filter("-I", rule).orThrow();
      }
    }
  }

  /// Takes them away. Safe to repeat.
  public void lower() throws InterruptedException {
    for (var rule : rules) {
      try {
        while (filter("-D", rule).succeeded()) {
          // twice only when two starts met
        }
      } catch (IOException _) {
        return; // there is no packet filter here
      }
    }
  }

  private static Commands.Answer filter(String what, List<String> rule)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("iptables", "-w", "10", what));
    command.addAll(rule);
    return Commands.run(PATIENCE, command);
  }
}
