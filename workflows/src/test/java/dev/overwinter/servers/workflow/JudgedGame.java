package dev.overwinter.servers.workflow;

import dev.overwinter.servers.ContainerObservation;
import dev.overwinter.servers.Endpoint;
import dev.overwinter.servers.ProxyClaim;
import dev.overwinter.servers.Started;
import dev.overwinter.servers.Stopped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// The truth about one game and the proxies in front of it, and the judge of what is asked of it.
/// Thread-safe.
final class JudgedGame {
  private static final class Proxy {
    long seq;
    int waiting;
    boolean plays;
    boolean claimed;
  }

  private final TreeMap<String, Proxy> proxies = new TreeMap<>();
  private final List<String> crimes = new ArrayList<>();
  private boolean running;
  private boolean stoppedOnPurpose;
  private int run;
  private int steps;
  private int wakesAsked;
  private int starts;
  private int startsAsked;
  // What may make a start necessary again.
  private int ends;

  private Proxy proxy(String name) {
    return proxies.computeIfAbsent(name, _ -> new Proxy());
  }

  synchronized List<String> crimes() {
    return List.copyOf(crimes);
  }

  synchronized boolean running() {
    return running;
  }

  /// Whether any proxy has a player, relayed or waiting.
  synchronized boolean occupied() {
    return proxies.values().stream().anyMatch(p -> p.plays || p.waiting > 0);
  }

  synchronized void wakeAsked() {
    wakesAsked++;
  }

  // ------------------------------------------------------------------------------- what proxies do

  /// A joiner is held.
  synchronized ProxyClaim holds(String name) {
    wakesAsked++;
    proxy(name).waiting++;
    return new ProxyClaim(name, ++proxy(name).seq);
  }

  /// The wake was answered with an endpoint: the held joiner is relayed.
  ///
  /// @return the word of leaving, when the connection fails and nobody else is there
  synchronized Optional<ProxyClaim> relays(String name) {
    var proxy = proxy(name);
    proxy.waiting--;
    if (running) {
      proxy.plays = true;
      proxy.claimed = true;
    } else if (stoppedOnPurpose) {
      crimes.add("stopped between the answer to " + name + " and its first byte");
    }
    return wordOfLeaving(name);
  }

  synchronized Optional<ProxyClaim> refused(String name) {
    proxy(name).waiting--;
    return wordOfLeaving(name);
  }

  /// A player is relayed straight from the table, because the workflow could not be asked.
  synchronized Optional<ProxyClaim> relaysUnasked(String name) {
    if (!running) {
      return Optional.empty();
    }
    proxy(name).plays = true;
    return Optional.of(new ProxyClaim(name, ++proxy(name).seq));
  }

  synchronized Optional<ProxyClaim> leaves(String name) {
    if (!proxy(name).plays) {
      return Optional.empty();
    }
    proxy(name).plays = false;
    proxy(name).claimed = false;
    return wordOfLeaving(name);
  }

  private Optional<ProxyClaim> wordOfLeaving(String name) {
    var proxy = proxy(name);
    return proxy.plays || proxy.waiting > 0
        ? Optional.empty()
        : Optional.of(new ProxyClaim(name, ++proxy.seq));
  }

  // -------------------------------------------------------------------------- what the node does

  /// What is said after a crash, by the node and by the proxies.
  record Crash(ContainerObservation seen, List<ProxyClaim> words) {}

  /// It crashes, with everybody in it, if it runs.
  synchronized Optional<Crash> crashes() {
    if (!running) {
      return Optional.empty();
    }
    running = false;
    stoppedOnPurpose = false;
    ends++;
    var words = proxies.keySet().stream().flatMap(name -> leaves(name).stream()).toList();
    return Optional.of(new Crash(seen(), words));
  }

  synchronized ContainerObservation seen() {
    return new ContainerObservation("run" + run, running, "seen by a test");
  }

  synchronized void stepBegins(String step) {
    if (steps++ > 0) {
      crimes.add(step + " while another step is under way");
    }
  }

  synchronized Started starts(Endpoint at) {
    steps--;
    startsAsked++;
    if (!running) {
      running = true;
      run++;
      starts++;
    }
    return new Started.Ready(at, "run" + run);
  }

  synchronized Stopped stops() {
    steps--;
    ends++;
    if (proxies.values().stream().anyMatch(p -> p.plays && p.claimed)) {
      crimes.add("asked to stop while a session lives that the workflow was told of");
    }
    var playing = (int) proxies.values().stream().filter(p -> p.plays).count();
    if (playing > 0) {
      return new Stopped.StillPlayed(playing);
    }
    running = false;
    stoppedOnPurpose = true;
    return new Stopped.Gracefully();
  }

  /// News that a node sends unasked may make the workflow look again, which starts nothing.
  synchronized void newsSent() {
    ends++;
  }

  /// Counts a round and begins the next.
  synchronized void judgeStarts() {
    if (starts > wakesAsked) {
      crimes.add(starts + " containers started for " + wakesAsked + " wakes");
    }
    if (startsAsked > 1 + ends) {
      crimes.add(startsAsked + " starts asked for, " + ends + " reasons to start again");
    }
    wakesAsked = 0;
    starts = 0;
    startsAsked = 0;
    ends = 0;
  }
}
