package dev.overwinter.rooms.game;

import dev.overwinter.rooms.MemberId;
import dev.overwinter.rooms.RoomRefusal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What became of moves.
///
/// @param <T> what lies on the table
public sealed interface Played<T extends Table> {

  /// They are made.
  ///
  /// @param table what lies there now
  /// @param happened what everybody may know of it; empty when nothing is another
  record Done<T extends Table>(T table, List<Happened> happened) implements Played<T> {
    public Done {
      happened = List.copyOf(happened);
    }

    /// Nothing is another.
    static <T extends Table> Done<T> nothing(T table) {
      return new Done<>(table, List.of());
    }

    /// This, and what happened after it.
    Done<T> then(Done<T> after) {
      var all = new ArrayList<>(happened);
      all.addAll(after.happened());
      return new Done<>(after.table(), all);
    }
  }

  /// None is made.
  ///
  /// @param reason for people; without a value of the game
  record Refused<T extends Table>(RoomRefusal refusal, String reason) implements Played<T> {}

  /// One thing that everybody may know; the data of an event.
  ///
  /// @param by whose doing; null for a clock's
  /// @param data `what` it is, and what that has
  record Happened(@Nullable MemberId by, SortedMap<String, String> data) {
    public Happened {
      data = Collections.unmodifiableSortedMap(new TreeMap<>(data));
    }

    /// @param namesAndValues a name, its value, the next name, …
    static Happened of(@Nullable MemberId by, String what, String... namesAndValues) {
      var data = new TreeMap<String, String>();
      data.put("what", what);
      for (var at = 0; at < namesAndValues.length; at += 2) {
        data.put(namesAndValues[at], namesAndValues[at + 1]);
      }
      return new Happened(by, data);
    }
  }
}
