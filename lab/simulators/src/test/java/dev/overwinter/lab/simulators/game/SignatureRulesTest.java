package dev.overwinter.lab.simulators.game;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SignatureRulesTest {

  @Test
  void signsAsTheContractsVectorHasIt() {
    var signature =
        Signature.of(
            "test-internal-hmac-secret",
            "post",
            "/server/end",
            "droplet_ip=10.0.0.3",
            "1700000000",
            new byte[0]);
    assertThat(signature)
        .isEqualTo("b6146c56da9472e5307cfd6f775ec965bcc2a452d2cafc1c25e7a8f098870218");
  }

  @Test
  void userDataIsReadFromAnyTextWithLines() {
    var data =
        UserData.parse(
            """
            #!/bin/sh
            # started by Overwinter
            export OVERWINTER_URL="http://127.0.0.1:8080"
            OVERWINTER_KEY='a=b c'
              OVERWINTER_HEARTBEAT_SECONDS=2
            OVERWINTER_SESSION=session/4F2A9C
            OTHER=x
            exec game
            """);
    assertThat(data).isPresent();
    assertThat(data.get().url()).hasToString("http://127.0.0.1:8080");
    assertThat(data.get().key()).isEqualTo("a=b c");
    assertThat(data.get().every()).isEqualTo(Duration.ofSeconds(2));
    assertThat(data.get().session()).isEqualTo("session/4F2A9C");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "OVERWINTER_URL=http://127.0.0.1",
        "OVERWINTER_KEY=k",
        "OVERWINTER_KEY=k\nOVERWINTER_URL=file:///etc/passwd",
        "OVERWINTER_KEY=k\nOVERWINTER_URL=http://a b",
      })
  void userDataThatIsNoOrderRunsNothing(String text) {
    assertThat(UserData.parse(text)).isEmpty();
  }
}
