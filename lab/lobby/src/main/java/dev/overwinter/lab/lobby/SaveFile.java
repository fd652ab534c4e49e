package dev.overwinter.lab.lobby;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// The save on disk: one file, replaced whole, so that a kill at any moment leaves the old save or
/// the new one and never a torn one.
///
/// Thread-safety: one writer at a time; [#write(Save)] is synchronized.
final class SaveFile {
  private static final Gson JSON = new GsonBuilder().setPrettyPrinting().create();

  private final Path file;
  private final Path draft;

  SaveFile(Path directory) {
    this.file = directory.resolve("lobby.json");
    this.draft = directory.resolve("lobby.json.tmp");
  }

  /// Reads the save, or a fresh world when there is none.
  ///
  /// @throws IOException when a file is there and cannot be understood: starting with an empty
  ///   world would overwrite what somebody may still want to repair
  Save read() throws IOException {
    if (!Files.exists(file)) {
      return Save.fresh();
    }
    try {
      @Nullable Save save = JSON.fromJson(Files.readString(file), Save.class);
      if (save == null || save.format() > Save.FORMAT) {
        throw new IOException(
            file + ": format " + (save == null ? "none" : save.format()) + " (expected: 1)");
      }
      return save;
    } catch (JsonParseException unreadable) {
      throw new IOException(file + ": not a save (" + unreadable.getMessage() + ")", unreadable);
    }
  }

  /// Writes the save: draft, flushed to the disk, renamed over the old one, directory flushed.
  synchronized void write(Save save) throws IOException {
    Files.createDirectories(draft.toAbsolutePath().getParent());
    ByteBuffer bytes = ByteBuffer.wrap((JSON.toJson(save) + "\n").getBytes(StandardCharsets.UTF_8));
    try (var channel =
        FileChannel.open(
            draft,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    try (var directory = FileChannel.open(file.toAbsolutePath().getParent())) {
      directory.force(true);
    }
  }
}
