package dev.overwinter.catalogue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Checks what an owner has chosen against what a game declares.
public final class Variables {
  private Variables() {}

  /// What is wrong, by variable; empty when all can be used. A variable that was not given has its
  /// preset.
  public static Map<String, String> problems(List<Variable> declared, Map<String, String> given) {
    var problems = new TreeMap<String, String>();
    for (var name : given.keySet()) {
      if (declared.stream().noneMatch(variable -> variable.name().equals(name))) {
        problems.put(name, "unknown (expected: one of " + names(declared) + ")");
      }
    }
    for (var variable : declared) {
      variable
          .objection(given.getOrDefault(variable.name(), variable.preset()))
          .ifPresent(objection -> problems.put(variable.name(), objection));
    }
    return problems;
  }

  /// The value of every variable that has one.
  public static Map<String, String> values(List<Variable> declared, Map<String, String> given) {
    var values = new TreeMap<String, String>();
    for (var variable : declared) {
      var value = given.getOrDefault(variable.name(), variable.preset());
      if (!value.isEmpty()) {
        values.put(variable.name(), value);
      }
    }
    return values;
  }

  private static List<String> names(List<Variable> declared) {
    return declared.stream().map(Variable::name).sorted().toList();
  }
}
