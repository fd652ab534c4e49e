package dev.overwinter.billing;

import java.util.List;

/// What a look at the whole ledger has found.
///
/// @param accounts how many there are
/// @param transfers how many there are
/// @param entries how many there are
/// @param problems what is wrong, a line each; empty when everything adds up
public record Proof(long accounts, long transfers, long entries, List<String> problems) {
  public Proof {
    problems = List.copyOf(problems);
  }
}
