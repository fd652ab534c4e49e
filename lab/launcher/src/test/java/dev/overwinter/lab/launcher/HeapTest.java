package dev.overwinter.lab.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.overwinter.lab.launcher.process.StartFailed;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeapTest {
  @Test
  void aHeapThatWasAskedForIsTheProcesss() {
    var asked = Map.of("OVERWINTER_HEAP_API", " 640 ");
    assertThat(Heap.flags("api", asked)).containsExactly("-Xmx640m");
    assertThat(Heap.flags("worker", asked)).isEmpty();
    assertThat(Heap.flags("proxy", Map.of("OVERWINTER_HEAP_PROXY", "640"))).isEmpty();
  }

  @Test
  void whoAsksForNoneHasTheUsual() {
    assertThat(Heap.flags("api", Map.of())).isEmpty();
    assertThat(Heap.flags("api", Map.of("OVERWINTER_HEAP_API", " "))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1g", "-5", "12", "99999999", "640 -XX:+Exit"})
  void whatIsNoSizeIsRefused(String said) {
    assertThatThrownBy(() -> Heap.flags("api", Map.of("OVERWINTER_HEAP_API", said)))
        .isInstanceOf(StartFailed.class)
        .hasMessageContaining("MiB");
  }
}
