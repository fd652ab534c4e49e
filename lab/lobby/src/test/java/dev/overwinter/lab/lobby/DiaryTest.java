package dev.overwinter.lab.lobby;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import net.minestom.server.coordinate.BlockVec;
import net.minestom.server.coordinate.Pos;
import org.junit.jupiter.api.Test;

class DiaryTest {
  private static final Clock NOW = Clock.fixed(Instant.ofEpochMilli(5_000), ZoneOffset.UTC);

  private final Diary diary = new Diary(Save.fresh(), NOW);

  @Test
  void remembersWhereAPlayerStoodAcrossASave() {
    assertThat(diary.joined("Ada", new Pos(1, 65, 2))).isEqualTo(1);
    diary.seen("Ada", new Pos(9, 70, -4, 90, 5));

    var next = new Diary(diary.toSave(100), NOW);

    assertThat(next.lastPosition("ADA")).contains(new Pos(9, 70, -4, 90, 5));
    assertThat(next.joined("ada", new Pos(9, 70, -4))).isEqualTo(2);
    assertThat(next.visits()).isEqualTo(2);
  }

  @Test
  void forgetsTheOneSeenLongestAgoFirst() {
    for (int i = 0; i <= Diary.MAX_VISITORS; i++) {
      diary.joined("p" + i, new Pos(0, 65, 0));
    }

    assertThat(diary.lastPosition("p0")).isEmpty();
    assertThat(diary.lastPosition("p1")).isPresent();
    assertThat(diary.toSave(0).visitors()).hasSize(Diary.MAX_VISITORS);
  }

  @Test
  void refusesToBuildBeyondTheTable() {
    for (int i = 0; i < Diary.MAX_BLOCKS; i++) {
      assertThat(diary.built(new BlockVec(i, 65, 0), "minecraft:stone")).isTrue();
    }

    assertThat(diary.built(new BlockVec(-1, 65, 0), "minecraft:stone")).isFalse();
    assertThat(diary.built(new BlockVec(0, 65, 0), "minecraft:air")).isTrue();
  }

  @Test
  void isChangedAgainWhenASaveFailed() {
    diary.joined("Ada", new Pos(1, 65, 2));
    diary.toSave(0);
    assertThat(diary.changed()).isFalse();

    diary.notSaved();

    assertThat(diary.changed()).isTrue();
  }
}
