package dev.overwinter.catalogue.web;

import java.util.Comparator;

/// One thing that is wrong with one file of the catalogue.
///
/// @param file which file
/// @param line where in it, from 1
/// @param column where in the line, from 1
/// @param key which key of it, dotted, for example `resources.memory`; empty for the whole file
/// @param expected what is wrong and what was expected
public record CatalogueProblem(String file, int line, int column, String key, String expected) {
  static final Comparator<CatalogueProblem> BY_PLACE =
      Comparator.comparing(CatalogueProblem::file)
          .thenComparingInt(CatalogueProblem::line)
          .thenComparingInt(CatalogueProblem::column)
          .thenComparing(CatalogueProblem::key);

  /// As compilers say it, so that editors can jump there.
  @Override
  public String toString() {
    var at = file + ":" + line + ":" + column + ": ";
    return at + (key.isEmpty() ? "" : key + ": ") + expected;
  }
}
