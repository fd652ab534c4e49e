package dev.overwinter.sessions.digitalocean;

import dev.overwinter.sessions.DropletFacts;
import dev.overwinter.sessions.digitalocean.CallBudget.Urgency;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Lists droplets by tag, over all pages. Thread-safe.
final class Lists {
  static final int PER_PAGE = 200;

  /// While pages are turned droplets come and go, and others move to a page that was read already:
  /// then all is read again.
  private static final int PASSES = 3;

  private static final int MOST_PAGES = 100;

  private final Ocean ocean;
  private final String fleetTag;

  Lists(Ocean ocean, String fleetTag) {
    this.ocean = ocean;
    this.fleetTag = fleetTag;
  }

  /// Every droplet that bears a tag and the fleet's, once, by id.
  List<DropletFacts> byTag(String operation, String tag) {
    var found = new TreeMap<Long, DropletFacts>();
    for (int pass = 0; pass < PASSES; pass++) {
      if (read(operation, tag, found)) {
        break;
      }
    }
    return List.copyOf(found.values());
  }

  /// @return whether nothing can have slipped through
  private boolean read(String operation, String tag, Map<Long, DropletFacts> into) {
    var seen = new HashSet<Long>();
    var totals = new HashSet<Integer>();
    for (int page = 1; page <= MOST_PAGES; page++) {
      var reply = page(operation, tag, page);
      var droplets =
          DropletJson.page(reply)
              .orElseThrow(() -> new Unanswered(true, "a list that cannot be read"));
      for (var droplet : droplets) {
        seen.add(droplet.facts().id());
        if (droplet.tags().contains(fleetTag)) {
          into.put(droplet.facts().id(), droplet.facts());
        }
      }
      totals.add(DropletJson.total(reply));
      if (droplets.size() < PER_PAGE) {
        return page == 1 || (totals.size() == 1 && totals.contains(seen.size()));
      }
    }
    return false;
  }

  private Reply page(String operation, String tag, int page) {
    // Tags are of letters, digits, `_`, `:` and `-`: nothing to escape.
    var path = "droplets?tag_name=%s&per_page=%d&page=%d".formatted(tag, PER_PAGE, page);
    return Replies.expected(ocean.get(operation, Urgency.LOOK, path));
  }

  /// How many droplets the account has, ours or not.
  int all() {
    var reply = Replies.expected(ocean.get("count", Urgency.LOOK, "droplets?per_page=1&page=1"));
    int total = DropletJson.total(reply);
    if (total < 0) {
      throw new Unanswered(true, "a list without a total");
    }
    return total;
  }
}
