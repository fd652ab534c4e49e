package dev.overwinter.lab.launcher.process;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortCheckIT {

  @Test
  void saysWhoHasThePortAndWhatToDo() throws IOException {
    try (var taken = new ServerSocket(0)) {
      assertThatThrownBy(() -> PortCheck.requireFree(taken.getLocalPort(), "OVERWINTER_API_PORT"))
          .isInstanceOf(StartFailed.class)
          .hasMessageContaining("port " + taken.getLocalPort() + " is taken by java, pid")
          .hasMessageEndingWith("set OVERWINTER_API_PORT to another port");
    }
  }
}
