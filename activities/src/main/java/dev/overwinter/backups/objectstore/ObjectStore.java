package dev.overwinter.backups.objectstore;

import java.io.IOException;
import java.io.InputStream;

/// Keeps archives. An archive is there as a whole or not at all. Thread-safe; every method blocks.
public interface ObjectStore {

  /// Begins to write an archive. It is there once [Upload#commit()] has returned, over an older one
  /// of the same name.
  ///
  /// @throws StoreRefused when it will never be taken
  Upload begin(String serverId, String backupId) throws IOException;

  /// Reads an archive from its beginning.
  ///
  /// @throws java.nio.file.NoSuchFileException when there is none
  InputStream read(String serverId, String backupId) throws IOException;

  /// The archive is not there. Idempotent.
  void remove(String serverId, String backupId) throws IOException;
}
