package dev.overwinter.lab.simulators;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.lab.simulators.faults.Fault;
import dev.overwinter.lab.simulators.faults.FaultSpec;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class DestroyFaultsTest extends SimulatorTest {

  @Test
  void aDestroyFailsAsOftenAsToldAndThenWorks() {
    var id = account.created("a", "t");
    arm(Fault.DELETE_ERROR, FaultSpec.times(5));
    for (int i = 0; i < 5; i++) {
      assertThat(account.delete("/v2/droplets/" + id).status()).isEqualTo(500);
    }
    assertThat(account.delete("/v2/droplets/" + id).status()).isEqualTo(204);
  }

  @Test
  void aPendingEventRefusesADestroy() {
    var id = account.created("a", "t");
    arm(Fault.PENDING_EVENT, FaultSpec.times(1));
    assertThat(account.delete("/v2/droplets/" + id).status()).isEqualTo(422);
    assertThat(account.delete("/v2/droplets?tag_name=t").status()).isEqualTo(204);
  }

  @Test
  void aDestroyIsAcceptedAndIgnored() {
    var id = account.created("a", "t");
    arm(Fault.DELETE_IGNORED, FaultSpec.times(1));
    assertThat(account.delete("/v2/droplets/" + id).status()).isEqualTo(204);
    assertThat(account.get("/v2/droplets/" + id).status()).isEqualTo(200);
    assertThat(account.delete("/v2/droplets/" + id).status()).isEqualTo(204);
    assertThat(account.get("/v2/droplets/" + id).status()).isEqualTo(404);
  }

  @Test
  void listsStillShowWhatIsGone() {
    arm(Fault.STILL_LISTED, FaultSpec.always().lasting(Duration.ofSeconds(4)));
    var id = account.created("a", "t");
    account.delete("/v2/droplets/" + id);
    assertThat(account.get("/v2/droplets/" + id).status()).isEqualTo(404);
    assertThat(account.get("/v2/droplets?tag_name=t").json().path("droplets")).hasSize(1);
    forward(Duration.ofSeconds(4));
    assertThat(account.get("/v2/droplets?tag_name=t").json().path("droplets")).isEmpty();
  }
}
