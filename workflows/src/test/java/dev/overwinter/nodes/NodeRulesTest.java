package dev.overwinter.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.nodes.NodeState.Draining;
import dev.overwinter.nodes.NodeState.Lost;
import dev.overwinter.nodes.NodeState.Online;
import dev.overwinter.nodes.NodeState.Retired;
import dev.overwinter.nodes.NodeState.Unknown;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class NodeRulesTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final Instant LATER = NOW.plusSeconds(60);

  @Test
  void aSilentNodeIsUnknownBeforeItIsLost() {
    var silent = NodeRules.silent(new Online(NOW), NOW, LATER);
    assertThat(silent).isEqualTo(new Unknown(LATER, false, NOW));
    assertThat(NodeRules.lostAt(silent, NodeRules.GRACE)).contains(LATER.plus(NodeRules.GRACE));
    assertThat(NodeRules.lost(silent, LATER)).isEqualTo(new Lost(LATER, false, NOW));
  }

  @Test
  void asecondSilenceDoesNotBeginTheGraceAnew() {
    var silent = new Unknown(NOW, false);
    assertThat(NodeRules.silent(silent, NOW, LATER)).isEqualTo(silent);
  }

  @Test
  void aNodeComesBackAsWhatItWas() {
    assertThat(NodeRules.heard(new Unknown(NOW, false), LATER)).isEqualTo(new Online(LATER));
    assertThat(NodeRules.heard(new Lost(NOW, true), LATER)).isEqualTo(new Draining(LATER));
    assertThat(NodeRules.heard(new Retired(NOW), LATER)).isEqualTo(new Retired(NOW));
  }

  @Test
  void maintenanceOfASilentNodeIsRemembered() {
    assertThat(NodeRules.maintain(new Unknown(NOW, false), true, LATER))
        .isEqualTo(new Unknown(NOW, true));
    assertThat(NodeRules.maintain(new Draining(NOW), false, LATER)).isEqualTo(new Online(LATER));
    assertThat(NodeRules.maintain(new Draining(NOW), true, LATER)).isEqualTo(new Draining(NOW));
  }
}
