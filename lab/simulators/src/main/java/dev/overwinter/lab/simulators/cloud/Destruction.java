package dev.overwinter.lab.simulators.cloud;

/// What became of a destroy. [Accepted] is what the caller is told; the fault `delete-ignored` says
/// it too.
public sealed interface Destruction {
  record Accepted() implements Destruction {}

  record Absent() implements Destruction {}

  record Refused(Problem problem) implements Destruction {}
}
