package dev.overwinter.lab.simulators.store;

import org.jspecify.annotations.Nullable;

/// One document to write, or to remove when it has no body.
///
/// @param kind the drawer, as `droplet`
/// @param id unique within its kind
/// @param body anything that Jackson can write and read back
public record Change(String kind, String id, @Nullable Object body) {

  /// Returns the change that writes a document, replacing an earlier one whole.
  public static Change put(String kind, String id, Object body) {
    return new Change(kind, id, body);
  }

  /// Returns the change that removes a document; one that is not there is no error.
  public static Change remove(String kind, String id) {
    return new Change(kind, id, null);
  }
}
