package dev.overwinter.servers.docker;

import com.github.dockerjava.api.exception.NotFoundException;
import dev.overwinter.catalogue.GameVolume;
import dev.overwinter.servers.ContainerOrder;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/// Gives a game the directories of its volumes. The engine gives a new volume the owner that the
/// image's directory has; where the image has none, or another one, the game could not write.
///
/// Only the directories themselves, never what lies in them; and nothing of the image is run for
/// it: the engine writes an archive into a container that is never started.
final class Owners {
  private static final Pattern IDS = Pattern.compile("(\\d{1,9})(?::(\\d{1,9}))?");
  private static final int DIRECTORY = 040000;

  private record Owner(long user, long group) {}

  private record Found(GameVolume volume, int mode) {}

  private final Engine engine;
  private final Scope scope;

  Owners(Engine engine, Scope scope) {
    this.engine = engine;
    this.scope = scope;
  }

  /// Idempotent.
  ///
  /// @param id a container that has the volumes mounted
  void ensure(String id, ContainerOrder order) {
    var ids = IDS.matcher(order.template().hardening().user());
    if (!ids.matches()) {
      return;
    }
    var group = ids.group(2) == null ? "0" : ids.group(2);
    var owner = new Owner(Long.parseLong(ids.group(1)), Long.parseLong(group));
    var others = new ArrayList<Found>();
    for (var volume : order.template().volumes()) {
      var entry = directory(id, volume.path());
      if (entry.getLongUserId() != owner.user) {
        others.add(new Found(volume, entry.getMode()));
      }
    }
    if (!others.isEmpty()) {
      give(others, owner, order);
    }
  }

  private TarArchiveEntry directory(String id, String path) {
    var encoded = URLEncoder.encode(path, StandardCharsets.UTF_8);
    try {
      // Only its first entry is read: the world behind it stays where it is.
      return engine.beginning(
          "/containers/" + id + "/archive?path=" + encoded,
          body -> new TarArchiveInputStream(new BufferedInputStream(body)).getNextEntry());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void give(List<Found> directories, Owner owner, ContainerOrder order) {
    // One of somebody who was killed in the middle.
    remove(Labels.handle(order));
    var handle = ContainerRequests.handle(engine.usual(), order, scope).exec().getId();
    try {
      engine
          .usual()
          .copyArchiveToContainerCmd(handle)
          .withRemotePath("/")
          .withTarInputStream(new ByteArrayInputStream(archive(directories, owner)))
          .exec();
    } finally {
      remove(handle);
    }
  }

  private void remove(String id) {
    try {
      engine.usual().removeContainerCmd(id).withForce(true).exec();
    } catch (NotFoundException gone) {
      return;
    }
  }

  private static byte[] archive(List<Found> directories, Owner owner) {
    var out = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(out)) {
      for (var found : directories) {
        var entry = new TarArchiveEntry(found.volume.path().replaceFirst("^/+", "") + "/");
        entry.setMode(DIRECTORY | (found.mode & 07777));
        entry.setIds(Math.toIntExact(owner.user), Math.toIntExact(owner.group));
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
