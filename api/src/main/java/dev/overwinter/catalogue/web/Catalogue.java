package dev.overwinter.catalogue.web;

import dev.overwinter.api.ApiConfig;
import dev.overwinter.catalogue.GameTemplate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// The games that can be created: those that come with Overwinter and those of the operator's own
/// directory, where an entry takes the place of a shipped one with the same id. Read again on
/// [#reload]; whoever asks meanwhile sees the whole of the old or the whole of the new.
///
/// An operator's file that has become bad keeps its last good entry, and its problems are shown.
@Component
public final class Catalogue {
  private static final Logger LOG = LoggerFactory.getLogger(Catalogue.class);

  private final CatalogueSources sources;
  private final Clock clock;
  private volatile Shelf shelf;

  /// Reads both places.
  public Catalogue(ApiConfig config) {
    this.sources = new CatalogueSources(config.catalogue());
    this.clock = Clock.systemUTC();
    this.shelf = new Shelf(Map.of(), List.of(), Map.of(), Map.of(), clock.instant());
    reload();
  }

  /// One game and the file it comes from.
  ///
  /// @param template the game
  /// @param file where it is written
  /// @param own whether the operator wrote it
  /// @param old whether the file has become bad since, so that this is its last good state
  public record Item(GameTemplate template, String file, boolean own, boolean old) {}

  /// One reading.
  ///
  /// @param items by id
  /// @param problems all of them, by place
  /// @param texts what was read, by file
  /// @param good the last good entry of every file
  /// @param at when
  private record Shelf(
      Map<String, Item> items,
      List<CatalogueProblem> problems,
      Map<String, String> texts,
      Map<String, GameTemplate> good,
      Instant at) {}

  /// All games, by id.
  public Collection<GameTemplate> games() {
    return items().stream().map(Item::template).toList();
  }

  /// All games with their files, by id.
  public Collection<Item> items() {
    return shelf.items().values();
  }

  /// One game.
  public Optional<GameTemplate> game(String id) {
    return Optional.ofNullable(shelf.items().get(id)).map(Item::template);
  }

  /// What is wrong, by place.
  public List<CatalogueProblem> problems() {
    return shelf.problems();
  }

  /// When it was last read.
  public Instant readAt() {
    return shelf.at();
  }

  /// Where the operator's own entries are; empty when there is no such place.
  public String ownDirectory() {
    return sources.own() == null ? "" : String.valueOf(sources.own());
  }

  /// Reads both places again.
  ///
  /// @return whether anything has changed
  public synchronized boolean reload() {
    var before = shelf;
    var shipped = CatalogueSources.shipped();
    var own = sources.operators();
    var texts = new TreeMap<>(shipped.texts());
    texts.putAll(own.texts());
    own.unreadable().forEach((file, why) -> texts.put(file, "\0" + why));
    if (texts.equals(before.texts())) {
      return false;
    }
    var reading = new Reading(before);
    shipped.texts().forEach((file, text) -> reading.add(file, text, false));
    own.unreadable().forEach(reading::unreadable);
    own.texts().forEach((file, text) -> reading.add(file, text, true));
    shelf = reading.shelf(texts, clock.instant());
    shelf.problems().stream()
        .filter(problem -> !before.problems().contains(problem))
        .forEach(problem -> LOG.error("catalogue: {}", problem));
    LOG.info("catalogue: {} games, {} problems", shelf.items().size(), shelf.problems().size());
    return true;
  }

  /// A shelf on its way.
  private static final class Reading {
    private final Shelf before;
    private final Map<String, Item> items = new TreeMap<>();
    private final Map<String, GameTemplate> good = new TreeMap<>();
    private final List<CatalogueProblem> problems = new ArrayList<>();

    Reading(Shelf before) {
      this.before = before;
    }

    void unreadable(String file, String why) {
      problems.add(new CatalogueProblem(file, 1, 1, "", why));
      keepOld(file);
    }

    void add(String file, String text, boolean own) {
      switch (CatalogueFiles.read(file, text)) {
        case CatalogueEntry.Good(var template) -> {
          good.put(file, template);
          put(new Item(template, file, own, false));
        }
        case CatalogueEntry.Bad(var reasons) -> {
          problems.addAll(reasons);
          keepOld(file);
        }
      }
    }

    private void keepOld(String file) {
      var last = before.good().get(file);
      if (last != null) {
        good.put(file, last);
        put(new Item(last, file, true, true));
      }
    }

    /// An operator's entry takes the place of a shipped one; among equals the first file wins.
    private void put(Item item) {
      var id = item.template().id();
      var there = items.get(id);
      if (there == null || (item.own() && !there.own())) {
        items.put(id, item);
      } else {
        problems.add(
            new CatalogueProblem(item.file(), 1, 1, "id", id + ": taken by " + there.file()));
      }
    }

    Shelf shelf(Map<String, String> texts, Instant at) {
      return new Shelf(
          java.util.Collections.unmodifiableMap(items),
          problems.stream().sorted(CatalogueProblem.BY_PLACE).toList(),
          texts,
          good,
          at);
    }
  }
}
