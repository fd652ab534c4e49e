package dev.overwinter.servers;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The worlds of a server, by number. It has one; a restore gives it another, and the one from
/// before lies beside it until the new one has proven itself. Which one counts is said here alone:
/// nothing has to be renamed or moved, so there is no moment at which it has none.
///
/// @param current the number of the one that its game uses, from 1
/// @param last the highest number that was ever used; none is used twice
/// @param former the one from before the last restore; null for none
/// @param unwanted numbers of those whose volumes are to be removed
/// @param note what became of the last restore, one line for people; empty before there was one
public record WorldLine(
    int current, int last, @Nullable Former former, List<Integer> unwanted, String note) {
  /// The world that a server is made with.
  public static final WorldLine FIRST = new WorldLine(1, 1, null, List.of(), "");

  /// The world from before a restore.
  ///
  /// @param world its number
  /// @param from the id of the backup that the other one came from
  /// @param since when they changed places
  /// @param provenAt when the other one was ready for players first; null before
  public record Former(int world, String from, Instant since, @Nullable Instant provenAt) {
    public Former {
      Objects.requireNonNull(from, "from");
      Objects.requireNonNull(since, "since");
    }
  }

  public WorldLine {
    unwanted = List.copyOf(unwanted);
    Objects.requireNonNull(note, "note");
  }

  static WorldLine orFirst(@Nullable WorldLine said) {
    return said == null ? FIRST : said;
  }

  /// A world is being laid down; its number is used up whatever becomes of it.
  public WorldLine begun(int world) {
    return new WorldLine(current, Math.max(last, world), former, unwanted, note);
  }

  /// The world that was laid down is the one.
  public WorldLine swapped(int world, String from, Instant now) {
    return new WorldLine(
        world,
        last,
        new Former(current, from, now, null),
        unwanted,
        "restored from the backup " + from);
  }

  /// It has not come so far.
  public WorldLine said(String why) {
    return new WorldLine(current, last, former, unwanted, why);
  }

  /// It could not be laid down.
  public WorldLine failed(int world, String why) {
    return new WorldLine(current, last, former, with(world), why);
  }

  /// Its game was ready for players.
  public WorldLine proven(Instant now) {
    var kept = former;
    return kept == null || kept.provenAt() != null
        ? this
        : new WorldLine(
            current,
            last,
            new Former(kept.world(), kept.from(), kept.since(), now),
            unwanted,
            note);
  }

  /// Whether there is a former world because its successor has never been ready.
  public boolean unproven() {
    return former != null && former.provenAt() == null;
  }

  /// The former world is the one again, and its successor goes.
  public WorldLine givenBack(String why) {
    var kept = Objects.requireNonNull(former, "former");
    return new WorldLine(kept.world(), last, null, with(current), why);
  }

  /// The former world goes.
  public WorldLine letGo() {
    var kept = Objects.requireNonNull(former, "former");
    return new WorldLine(current, last, null, with(kept.world()), note);
  }

  /// It was made anew elsewhere: whatever lay beside it stays where it lies.
  public WorldLine alone() {
    return new WorldLine(current, last, null, List.of(), note);
  }

  /// The volumes of one are gone.
  public WorldLine gone(int world) {
    return new WorldLine(
        current, last, former, unwanted.stream().filter(one -> one != world).toList(), note);
  }

  private List<Integer> with(int world) {
    var more = new ArrayList<>(unwanted);
    more.add(world);
    return more;
  }
}
