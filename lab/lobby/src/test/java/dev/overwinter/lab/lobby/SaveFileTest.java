package dev.overwinter.lab.lobby;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.overwinter.lab.lobby.Save.Visitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SaveFileTest {
  private static final Save LIVED_IN =
      new Save(
          Save.FORMAT,
          3,
          12,
          6_000,
          Map.of("ada", new Visitor("Ada", 4, 1_000, 0.5, 65, -3.25, 90, 10)),
          Map.of("1,65,2", "minecraft:oak_stairs[facing=east]"));

  @TempDir private Path directory;

  @Test
  void startsWithAFreshWorld() throws IOException {
    assertThat(new SaveFile(directory).read()).isEqualTo(Save.fresh());
  }

  @Test
  void readsBackWhatItWrote() throws IOException {
    new SaveFile(directory).write(LIVED_IN);

    assertThat(new SaveFile(directory).read()).isEqualTo(LIVED_IN);
    assertThat(directory.resolve("lobby.json.tmp")).doesNotExist();
  }

  @Test
  void keepsTheOldSaveWhenKilledWhileDrafting() throws IOException {
    new SaveFile(directory).write(LIVED_IN);
    Files.writeString(directory.resolve("lobby.json.tmp"), "{\"format\": 1, \"vis");

    assertThat(new SaveFile(directory).read()).isEqualTo(LIVED_IN);
  }

  @Test
  void refusesAFileThatItCannotRead() throws IOException {
    Files.writeString(directory.resolve("lobby.json"), "{\"format\": 1, \"vis");

    assertThatThrownBy(() -> new SaveFile(directory).read())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not a save");
    assertThat(directory.resolve("lobby.json")).exists();
  }

  @Test
  void refusesASaveOfALaterLayout() throws IOException {
    Files.writeString(
        directory.resolve("lobby.json"), "{\"format\": 2, \"visitors\": {}, \"blocks\": {}}");

    assertThatThrownBy(() -> new SaveFile(directory).read()).hasMessageContaining("format 2");
  }
}
