package dev.overwinter.catalogue.web;

import java.io.StringReader;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/// Turns one YAML file into one game. Declarative only: no object is made by what a file names, and
/// nothing in it is ever run.
final class CatalogueFiles {
  static final int MOST_CHARACTERS = 64 * 1024;

  private CatalogueFiles() {}

  /// Reads one file.
  ///
  /// @param file its name, for messages
  /// @param text its content
  static CatalogueEntry read(String file, String text) {
    if (text.length() > MOST_CHARACTERS) {
      return CatalogueEntry.bad(file, "too long (expected: <= " + MOST_CHARACTERS + " characters)");
    }
    var notes = new EntryNotes(file);
    try {
      Node root = new Yaml(limits()).compose(new StringReader(text));
      if (!(root instanceof MappingNode)) {
        return CatalogueEntry.bad(file, "empty (expected: a map with id, name, image, …)");
      }
      var template = TemplateReader.read(new EntryReader(notes, "", root), notes);
      return notes.none()
          ? new CatalogueEntry.Good(template)
          : new CatalogueEntry.Bad(notes.problems());
    } catch (MarkedYAMLException e) {
      return broken(notes, e);
    } catch (YAMLException e) {
      return CatalogueEntry.bad(file, "not YAML: " + String.valueOf(e.getMessage()).strip());
    } catch (IllegalArgumentException e) {
      // A value's own rule that the reader did not know; beside it stands what the reader found.
      return notes.none()
          ? CatalogueEntry.bad(file, String.valueOf(e.getMessage()))
          : new CatalogueEntry.Bad(notes.problems());
    }
  }

  private static CatalogueEntry broken(EntryNotes notes, MarkedYAMLException e) {
    var mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
    var what = e.getProblem() == null ? e.getContext() : e.getProblem();
    notes.wrong(mark, "", "not YAML: " + String.valueOf(what).strip());
    return new CatalogueEntry.Bad(notes.problems());
  }

  private static LoaderOptions limits() {
    var options = new LoaderOptions();
    options.setMaxAliasesForCollections(10);
    options.setCodePointLimit(MOST_CHARACTERS);
    options.setNestingDepthLimit(10);
    return options;
  }
}
