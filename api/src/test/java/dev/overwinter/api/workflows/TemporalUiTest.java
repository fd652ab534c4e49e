package dev.overwinter.api.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.overwinter.api.ApiConfig;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TemporalUiTest {
  @Test
  void thereAreNoLinksUntilSomebodySaysWhereItIs() {
    var ui = new TemporalUi(ApiConfig.from(Map.of()));
    assertThat(ui.of("server/a")).isEqualTo(new TemporalUi.Workflow("server/a", null));
    assertThat(ui.home()).isNull();
  }

  @Test
  void anIdIsLookedForWordForWord() {
    var ui =
        new TemporalUi(
            ApiConfig.from(
                Map.of(
                    "OVERWINTER_API_TEMPORAL_UI", "https://flows.example.org/ui/",
                    "OVERWINTER_TEMPORAL_NAMESPACE", "my games")));
    assertThat(ui.of("account/a \"b\" & c").link())
        .isEqualTo(
            "https://flows.example.org/ui/namespaces/my%20games/workflows?query=WorkflowId%3D%22"
                + "account%2Fa%20%5C%22b%5C%22%20%26%20c%22");
  }

  @Test
  void onlyAnAddressOfAPageIsOne() {
    for (var url : new String[] {"javascript:alert(1)", "flows:8233", "http://a b"}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ApiConfig.from(Map.of("OVERWINTER_API_TEMPORAL_UI", url)))
          .withMessageContaining("OVERWINTER_API_TEMPORAL_UI: " + url);
    }
  }
}
