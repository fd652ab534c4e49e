package dev.overwinter.backups.tar;

import dev.overwinter.durable.ObjectFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/// Turns what an engine gives for each volume into one tar, and that into what an engine takes.
/// Owners, modes, times and links are kept; nothing is in memory but one buffer and the names of
/// symbolic links.
public final class WorldTar {
  private static final String ENCODING = "UTF-8";

  private WorldTar() {}

  /// A tar that takes any name, size and owner.
  public static TarArchiveOutputStream writing(OutputStream to) {
    var tar = new TarArchiveOutputStream(to, ENCODING);
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    tar.setAddPaxHeadersForNonAsciiNames(true);
    return tar;
  }

  /// Adds a volume.
  ///
  /// @param from a tar of one directory, whatever it is called there
  /// @param volume what it is called in the archive
  /// @param eachTime called for every buffer; may throw
  /// @return the bytes of its files
  public static long add(
      InputStream from, TarArchiveOutputStream to, String volume, Runnable eachTime)
      throws IOException {
    var tar = new TarArchiveInputStream(from, ENCODING);
    var bytes = 0L;
    for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
      eachTime.run();
      if (!kept(entry)) {
        // Pipes and sockets of a game that does not run mean nothing.
        continue;
      }
      entry.setName(below(volume, entry.getName()));
      if (entry.isLink()) {
        entry.setLinkName(below(volume, entry.getLinkName()));
      }
      copy(tar, entry, to, eachTime);
      bytes += entry.getSize();
    }
    return bytes;
  }

  private static boolean kept(TarArchiveEntry entry) {
    return switch (entry.getLinkFlag()) {
      case TarConstants.LF_NORMAL,
          TarConstants.LF_OLDNORM,
          TarConstants.LF_CONTIG,
          TarConstants.LF_DIR,
          TarConstants.LF_LINK,
          TarConstants.LF_SYMLINK ->
          true;
      default -> false;
    };
  }

  /// The first part of a name is the directory that the engine was asked for.
  private static String below(String volume, String name) {
    var slash = name.indexOf('/');
    return slash < 0 ? volume : volume + name.substring(slash);
  }

  /// Writes an archive again, as it can be unpacked at the root of a container that has the volumes
  /// mounted. What could reach anything else is refused before it is written.
  ///
  /// @param paths where each volume is mounted, by its name
  /// @param most how many bytes all its files may have
  /// @param eachTime called for every buffer; may throw
  /// @throws HostileArchive when it holds what no world of ours can
  public static void unpack(
      InputStream from,
      TarArchiveOutputStream to,
      Map<String, String> paths,
      long most,
      Runnable eachTime)
      throws IOException {
    var tar = new TarArchiveInputStream(from, ENCODING);
    var symlinks = new HashSet<String>();
    var left = most;
    for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
      eachTime.run();
      var name = checked(entry.getName(), paths, symlinks);
      left -= entry.getSize();
      if (!kept(entry) || left < 0) {
        throw new HostileArchive(
            name + (left < 0 ? ": more bytes than were packed" : ": neither file nor directory"));
      }
      if (entry.isSymbolicLink()) {
        symlinks.add(name);
      } else {
        symlinks.remove(name);
      }
      if (entry.isLink()) {
        var target = checked(entry.getLinkName(), paths, symlinks);
        if (symlinks.contains(target)) {
          throw new HostileArchive(name + ": a link to the link " + target);
        }
        entry.setLinkName(mounted(target, paths));
      }
      entry.setName(mounted(name, paths) + (entry.isDirectory() ? "/" : ""));
      copy(tar, entry, to, eachTime);
    }
  }

  /// A name without its last slash, below one of the volumes and through no symbolic link.
  private static String checked(String name, Map<String, String> paths, Set<String> symlinks)
      throws HostileArchive {
    var bare = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    var way = new StringBuilder();
    for (var part : bare.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        throw new HostileArchive(name + ": leaves its volume");
      }
      if (symlinks.contains(way.toString())) {
        throw new HostileArchive(name + ": through the link " + way);
      }
      way.append(way.isEmpty() ? "" : "/").append(part);
    }
    if (!paths.containsKey(volume(bare))) {
      throw new HostileArchive(name + ": in no volume of this game");
    }
    if (bare.indexOf('\0') >= 0) {
      throw new HostileArchive("a name with a NUL");
    }
    return bare;
  }

  private static String volume(String name) {
    var slash = name.indexOf('/');
    return slash < 0 ? name : name.substring(0, slash);
  }

  private static String mounted(String name, Map<String, String> paths) {
    var volume = volume(name);
    return (paths.get(volume) + name.substring(volume.length())).replaceFirst("^/+", "");
  }

  private static void copy(
      TarArchiveInputStream from, TarArchiveEntry entry, TarArchiveOutputStream to, Runnable each)
      throws IOException {
    to.putArchiveEntry(entry);
    ObjectFiles.copy(from, to, each);
    to.closeArchiveEntry();
  }
}
