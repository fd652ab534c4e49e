package dev.overwinter.lab.lobby.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/// Writes one layer of an image: a tar in which owners, modes and times are ours, whatever the disk
/// says. Paths have no leading slash; missing parents are added as root's.
final class Layer implements AutoCloseable {
  private final TarArchiveOutputStream tar;
  private final Set<String> directories = new HashSet<>();

  Layer(OutputStream out) {
    this.tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
  }

  /// Adds a directory of the user with this id.
  void directory(String path, int mode, int user) throws IOException {
    parents(path);
    if (directories.add(path)) {
      put(new TarArchiveEntry(path + "/"), mode, user);
      tar.closeArchiveEntry();
    }
  }

  /// Adds a small text file, readable by everybody.
  void text(String path, String content) throws IOException {
    bytes(path, content.getBytes(StandardCharsets.UTF_8));
  }

  /// Adds a file out of memory, readable by everybody.
  void bytes(String path, byte[] bytes) throws IOException {
    parents(path);
    var entry = new TarArchiveEntry(path);
    entry.setSize(bytes.length);
    put(entry, 0644, 0);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }

  /// Adds a file of the disk.
  void file(Path source, String path, int mode) throws IOException {
    parents(path);
    var entry = new TarArchiveEntry(path);
    entry.setSize(Files.size(source));
    put(entry, mode, 0);
    Files.copy(source, tar);
    tar.closeArchiveEntry();
  }

  /// Adds all below `source`, in the order of names; links stay links.
  void tree(Path source, String path) throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(source)) {
      all = walk.sorted().toList();
    }
    for (Path each : all) {
      String target = each.equals(source) ? path : path + "/" + source.relativize(each);
      if (Files.isSymbolicLink(each)) {
        link(target, Files.readSymbolicLink(each).toString());
      } else if (Files.isDirectory(each)) {
        directory(target, 0755, 0);
      } else {
        file(each, target, Files.isExecutable(each) ? 0755 : 0644);
      }
    }
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }

  private void link(String path, String target) throws IOException {
    parents(path);
    var entry = new TarArchiveEntry(path, TarConstants.LF_SYMLINK);
    entry.setLinkName(target);
    put(entry, 0777, 0);
    tar.closeArchiveEntry();
  }

  private void parents(String path) throws IOException {
    int slash = path.lastIndexOf('/');
    if (slash > 0) {
      directory(path.substring(0, slash), 0755, 0);
    }
  }

  private void put(TarArchiveEntry entry, int mode, int user) throws IOException {
    entry.setMode(mode);
    entry.setIds(user, user);
    entry.setLastModifiedTime(java.nio.file.attribute.FileTime.from(Assembly.EPOCH));
    tar.putArchiveEntry(entry);
  }
}
