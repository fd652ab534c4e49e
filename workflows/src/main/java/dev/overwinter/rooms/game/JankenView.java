package dev.overwinter.rooms.game;

import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.overwinter.rooms.MemberId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A tournament of janken as one viewer sees it: a throw is seen by who has thrown it, and by
/// everybody when both have and one goes on.
@JsonTypeName("janken")
public record JankenView(List<Duel> duels) implements GameView {
  public JankenView {
    duels = List.copyOf(duels);
  }

  /// One duel.
  ///
  /// @param two null for nobody
  /// @param oneThrew whether the first has thrown
  /// @param ones null when this viewer may not see it
  /// @param tied what both threw the last time that they threw the same; null for never
  /// @param winner null while it is under way
  /// @param endsAt when it ends by itself; null when it has ended
  public record Duel(
      String id,
      int wave,
      MemberId one,
      @Nullable MemberId two,
      boolean oneThrew,
      boolean twoThrew,
      @Nullable Hand ones,
      @Nullable Hand twos,
      int ties,
      @Nullable Hand tied,
      @Nullable MemberId winner,
      @Nullable Instant endsAt) {}
}
