package dev.overwinter.catalogue.web;

import dev.overwinter.catalogue.GameTemplate;
import java.util.List;

/// What one file of the catalogue turned out to be.
public sealed interface CatalogueEntry {

  /// A game that can be played.
  ///
  /// @param template the game
  record Good(GameTemplate template) implements CatalogueEntry {}

  /// A file that was left out.
  ///
  /// @param problems all that is wrong with it
  record Bad(List<CatalogueProblem> problems) implements CatalogueEntry {
    public Bad {
      problems = List.copyOf(problems);
    }
  }

  /// A file that is wrong as a whole.
  static CatalogueEntry bad(String file, String expected) {
    return new Bad(List.of(new CatalogueProblem(file, 1, 1, "", expected)));
  }
}
