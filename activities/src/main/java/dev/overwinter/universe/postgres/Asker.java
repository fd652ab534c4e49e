package dev.overwinter.universe.postgres;

import org.jspecify.annotations.Nullable;

/// Whose workflow asks for a step: it learns what is due from the answer and need not be told.
record Asker(@Nullable Long planet, @Nullable String fleet) {
  static final Asker NOBODY = new Asker(null, null);

  static Asker planet(long id) {
    return new Asker(id, null);
  }

  static Asker fleet(String id) {
    return new Asker(null, id);
  }
}
