package dev.overwinter.lab.launcher.parts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TreesTest {
  /// Two platforms of one checkout that started at once each removed what earlier builds had left,
  /// and one of them failed over what was gone already.
  @RepeatedTest(5)
  void manyMayDeleteTheSameAtTheSameTime(@TempDir Path home) throws Exception {
    var tree = Files.createDirectories(home.resolve("app-1"));
    for (int directory = 0; directory < 10; directory++) {
      var lib = Files.createDirectories(tree.resolve("lib" + directory));
      for (int file = 0; file < 50; file++) {
        Files.writeString(lib.resolve("jar" + file), "jar");
      }
    }
    var deletions = new ArrayList<Callable<Void>>();
    for (int nth = 0; nth < 4; nth++) {
      deletions.add(() -> {
        Trees.delete(tree);
        return null;
      });
    }
    try (var pool = Executors.newFixedThreadPool(deletions.size())) {
      for (var deletion : pool.invokeAll(deletions)) {
        deletion.get();
      }
    }
    assertThat(tree).doesNotExist();
  }

  @Test
  void aLinkIsDeletedAndWhatItPointsAtIsNot(@TempDir Path home) throws Exception {
    var elsewhere = Files.createDirectories(home.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve("kept"), "kept");
    var tree = Files.createDirectories(home.resolve("tree"));
    Files.createSymbolicLink(tree.resolve("link"), elsewhere);

    Trees.delete(tree);

    assertThat(tree).doesNotExist();
    assertThat(elsewhere.resolve("kept")).exists();
  }
}
