package dev.overwinter.lab.launcher.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whom the launcher ends after an engine's death, and whom never. The processes are real and bear
/// an engine's names; what they run is a shell that waits. With a real engine it is tried by the
/// acceptance tests.
@Tag("L-12")
class EngineRemainsIT {
  private static final String SHIM = "containerd-shim-runc-v2";
  private static final String WAITS = "read -r word";

  @TempDir Path folder;
  private final List<Process> started = new ArrayList<>();
  private EngineRemains remains;
  private Path socket;

  @BeforeEach
  void engine() throws IOException {
    Files.createDirectories(folder.resolve("data/containers"));
    Files.createDirectories(folder.resolve("exec/containerd"));
    socket = folder.resolve("exec/containerd/containerd.sock");
    remains =
        new EngineRemains(
            folder.resolve("data"), folder.resolve("exec"), folder.resolve("docker.pid"));
  }

  @AfterEach
  void end() throws InterruptedException {
    for (var process : started) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void aGameOfTheBooksLivesOn() throws Exception {
    var shim = shim("known", socket);
    book("known", true);
    assertThat(remains.clear()).isZero();
    assertThat(shim.isAlive()).isTrue();
  }

  @Test
  void whatTheBooksSayIsStoppedEndsWithAllThatRunsBelow() throws Exception {
    var shim = run(SHIM, "sleep 600 & wait", "-namespace", "moby", "-id", "old", "-address", "/x");
    await().until(() -> shim.children().findAny().isPresent());
    var game = shim.children().findAny().orElseThrow();
    book("old", false);
    assertThat(remains.clear()).isEqualTo(1);
    assertThat(shim.waitFor(10, TimeUnit.SECONDS)).isTrue();
    await().until(() -> !game.isAlive());
    assertThat(remains.clear()).as("safe to repeat").isZero();
  }

  @Test
  void ofContainersThatNoBookKnowsOnlyOursEnd() throws Exception {
    var others = folder.resolve("other/containerd");
    Files.createDirectories(others);
    var theirs = shim("theirs", others.resolve("containerd.sock"));
    var ours = shim("ours", socket);
    assertThat(remains.clear()).isEqualTo(1);
    assertThat(ours.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(theirs.isAlive()).isTrue();
  }

  @Test
  void aBookThatCannotBeReadCondemnsNobody() throws Exception {
    var shim = shim("torn", socket);
    Files.writeString(book("torn", false), "{\"State\":{\"Runn");
    assertThat(remains.clear()).isZero();
    assertThat(shim.isAlive()).isTrue();
  }

  @Test
  void whileTheEngineLivesNothingIsTouched() throws Exception {
    var engine = run("dockerd", WAITS);
    Files.writeString(folder.resolve("docker.pid"), Long.toString(engine.pid()));
    var shim = shim("old", socket);
    book("old", false);
    assertThat(remains.clear()).isZero();
    assertThat(shim.isAlive()).isTrue();
    engine.destroyForcibly().waitFor();
    assertThat(remains.clear()).isEqualTo(1);
  }

  @Test
  void aNumberThatIsSomebodyElsesNowIsNoEngine() throws Exception {
    var somebody = run("editor", WAITS);
    Files.writeString(folder.resolve("docker.pid"), Long.toString(somebody.pid()));
    var containerd = folder.resolve("exec/containerd/containerd.pid");
    Files.writeString(containerd, Long.toString(somebody.pid()));
    var shim = shim("old", socket);
    book("old", false);
    assertThat(remains.clear()).isEqualTo(1);
    assertThat(shim.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(somebody.isAlive()).isTrue();
    assertThat(containerd).doesNotExist();
  }

  @Test
  void theEnginesOwnContainerdGoesWithIt() throws Exception {
    var config = folder.resolve("exec/containerd/containerd.toml");
    var containerd = run("containerd", WAITS, "--config", config.toString());
    var pid = folder.resolve("exec/containerd/containerd.pid");
    Files.writeString(pid, Long.toString(containerd.pid()));
    assertThat(remains.clear()).isZero();
    assertThat(containerd.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(pid).doesNotExist();
  }

  private Path book(String id, boolean running) throws IOException {
    var book = folder.resolve("data/containers").resolve(id).resolve("config.v2.json");
    Files.createDirectories(book.getParent());
    return Files.writeString(book, "{\"State\":{\"Running\":" + running + "}}");
  }

  private Process shim(String id, Path address) throws IOException {
    return run(SHIM, WAITS, "-namespace", "moby", "-id", id, "-address", address.toString());
  }

  /// Runs a shell by another name; what follows its words is told to nobody but who reads its
  /// command line.
  private Process run(String name, String words, String... seen) throws IOException {
    var program = folder.resolve("bin").resolve(name);
    if (!Files.exists(program)) {
      Files.createDirectories(program.getParent());
      Files.copy(Path.of("/bin/bash"), program);
      assertThat(program.toFile().setExecutable(true)).isTrue();
    }
    var command = new ArrayList<>(List.of(program.toString(), "-c", words));
    command.addAll(List.of(seen));
    var process = new ProcessBuilder(command).start();
    started.add(process);
    // Its name is the starter's until the kernel has put the program in place.
    await().until(() -> process.info().command().orElse("").equals(program.toString()));
    return process;
  }
}
