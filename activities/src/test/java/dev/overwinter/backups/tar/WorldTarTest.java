package dev.overwinter.backups.tar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("D-05")
final class WorldTarTest {
  private static final Map<String, String> PATHS = Map.of("world", "/data", "deep", "/extra/deep");

  record Entry(String name, byte kind, String link, int size) {
    static Entry file(String name) {
      return new Entry(name, TarConstants.LF_NORMAL, "", 10);
    }

    static Entry link(String name, String target) {
      return new Entry(name, TarConstants.LF_SYMLINK, target, 0);
    }

    static Entry twin(String name, String target) {
      return new Entry(name, TarConstants.LF_LINK, target, 0);
    }
  }

  @Test
  void volumesGoWhereTheyAreMounted() throws IOException {
    assertThat(
            unpacked(
                new Entry("world/", TarConstants.LF_DIR, "", 0),
                Entry.file("world/a"),
                Entry.link("world/l", "/etc/passwd"),
                Entry.twin("world/t", "world/a"),
                Entry.file("deep/b")))
        .containsExactly("data/", "data/a", "data/l", "data/t>data/a", "extra/deep/b");
  }

  @Test
  void aLinkThatWasReplacedByADirectoryIsNoWayOut() throws IOException {
    assertThat(
            unpacked(
                Entry.link("world/l", "/etc"),
                new Entry("world/l/", TarConstants.LF_DIR, "", 0),
                Entry.file("world/l/passwd")))
        .hasSize(3);
  }

  static List<List<Entry>> hostile() {
    return List.of(
        List.of(Entry.file("/world/a")),
        List.of(Entry.file("world/../../etc/passwd")),
        List.of(Entry.file("../world/a")),
        List.of(Entry.file("world/./a")),
        List.of(Entry.file("world//a")),
        List.of(Entry.file("etc/passwd")),
        List.of(Entry.link("world/l", "/etc"), Entry.file("world/l/passwd")),
        List.of(Entry.link("world/l", "/etc"), Entry.file("world/l/x/passwd")),
        List.of(Entry.twin("world/t", "/etc/passwd")),
        List.of(Entry.twin("world/t", "world/../../etc/passwd")),
        List.of(Entry.link("world/l", "/etc/passwd"), Entry.twin("world/t", "world/l")),
        List.of(new Entry("world/dev", TarConstants.LF_BLK, "", 0)),
        List.of(new Entry("world/dev", TarConstants.LF_CHR, "", 0)),
        List.of(new Entry("world/pipe", TarConstants.LF_FIFO, "", 0)),
        List.of(new Entry("world/bomb", TarConstants.LF_NORMAL, "", 1 << 20)));
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void whatCouldReachAnythingElseIsRefused(List<Entry> entries) {
    assertThatThrownBy(() -> unpacked(entries.toArray(Entry[]::new)))
        .isInstanceOf(HostileArchive.class);
  }

  @Test
  void pipesOfAGameAreNotPacked() throws IOException {
    var out = new ByteArrayOutputStream();
    long bytes;
    try (var tar = WorldTar.writing(out)) {
      bytes =
          WorldTar.add(
              new ByteArrayInputStream(
                  tar(
                      new Entry("data/", TarConstants.LF_DIR, "", 0),
                      new Entry("data/pipe", TarConstants.LF_FIFO, "", 0),
                      Entry.file("data/a"),
                      Entry.twin("data/t", "data/a"))),
              tar,
              "world",
              () -> {});
    }
    assertThat(bytes).isEqualTo(10);
    assertThat(names(out.toByteArray())).containsExactly("world/", "world/a", "world/t>world/a");
  }

  private static List<String> unpacked(Entry... entries) throws IOException {
    var out = new ByteArrayOutputStream();
    var tar = WorldTar.writing(out);
    WorldTar.unpack(new ByteArrayInputStream(tar(entries)), tar, PATHS, 1_000, () -> {});
    tar.finish();
    return names(out.toByteArray());
  }

  private static List<String> names(byte[] archive) throws IOException {
    var names = new ArrayList<String>();
    try (var tar = new TarArchiveInputStream(new ByteArrayInputStream(archive), "UTF-8")) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        names.add(entry.getName() + (entry.isLink() ? ">" + entry.getLinkName() : ""));
      }
    }
    return names;
  }

  private static byte[] tar(Entry... entries) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(out)) {
      for (var entry : entries) {
        var made = new TarArchiveEntry(entry.name, entry.kind, true);
        made.setLinkName(entry.link);
        made.setSize(entry.size);
        tar.putArchiveEntry(made);
        tar.write(new byte[entry.size]);
        tar.closeArchiveEntry();
      }
    }
    return out.toByteArray();
  }
}
