package dev.overwinter.catalogue.web;

import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.error.Mark;

/// All that is wrong with one file, each with its place.
final class EntryNotes {
  private final String file;
  private final List<CatalogueProblem> problems = new ArrayList<>();

  EntryNotes(String file) {
    this.file = file;
  }

  void wrong(Mark at, String key, String expected) {
    problems.add(new CatalogueProblem(file, at.getLine() + 1, at.getColumn() + 1, key, expected));
  }

  boolean none() {
    return problems.isEmpty();
  }

  /// Whether nothing is wrong with a key or what lies below it.
  boolean noneAt(String key) {
    return problems.stream()
        .map(CatalogueProblem::key)
        .noneMatch(wrong ->
            wrong.equals(key) || wrong.startsWith(key + ".") || wrong.startsWith(key + "["));
  }

  /// In the order of the file.
  List<CatalogueProblem> problems() {
    return problems.stream().sorted(CatalogueProblem.BY_PLACE).toList();
  }
}
