package dev.overwinter.lab.simulators.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.lab.simulators.store.Store;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FaultsTest {
  @TempDir Path data;

  @Test
  void theSameSeedStrikesInTheSamePlaces() {
    var first = drawn("first", 7, Fault.HANG);
    assertThat(drawn("second", 7, Fault.HANG)).isEqualTo(first);
    assertThat(drawn("third", 8, Fault.HANG)).isNotEqualTo(first);
    assertThat(drawn("fourth", 7, Fault.DROP)).isNotEqualTo(first);
    assertThat(first.stream().filter(strikes -> strikes).count()).isBetween(240L, 360L);
  }

  private List<Boolean> drawn(String directory, long seed, Fault fault) {
    try (var store = Store.open(data.resolve(directory))) {
      var faults = new Faults(store, seed);
      faults.arm(fault, FaultSpec.chance(0.3));
      var drawn = new ArrayList<Boolean>();
      for (int i = 0; i < 1_000; i++) {
        drawn.add(faults.strikes(fault, "any"));
      }
      return drawn;
    }
  }

  @Test
  void aCountIsUsedUpAcrossARestart() {
    try (var store = Store.open(data)) {
      var faults = new Faults(store, 1);
      faults.arm(Fault.DROP, FaultSpec.times(3));
      assertThat(faults.strikes(Fault.DROP, "a")).isTrue();
      assertThat(faults.strikes(Fault.DROP, "b")).isTrue();
    }
    try (var store = Store.open(data)) {
      var faults = new Faults(store, 1);
      assertThat(faults.strikes(Fault.DROP, "c")).isTrue();
      assertThat(faults.strikes(Fault.DROP, "d")).isFalse();
      assertThat(faults.armed().values()).extracting(Faults.Armed::strikes).containsExactly(3L);
    }
  }

  @Test
  void aSubjectThatIsNotMeantIsNoOccasion() {
    try (var store = Store.open(data)) {
      var faults = new Faults(store, 1);
      faults.arm(Fault.DROP, FaultSpec.times(1).onlyFor("POST /v2/droplets"));
      assertThat(faults.strikes(Fault.DROP, "GET /v2/droplets")).isFalse();
      assertThat(faults.armed().values()).extracting(Faults.Armed::occasions).containsExactly(0L);
      assertThat(faults.strikes(Fault.DROP, "POST /v2/droplets")).isTrue();
    }
  }

  @Test
  void everyFaultHasANameOfItsOwn() {
    for (var fault : Fault.values()) {
      assertThat(Fault.of(fault.word())).contains(fault);
    }
  }
}
