package dev.overwinter.backups.objectstore;

import java.io.IOException;
import java.io.InputStream;

/// Keeps archives. An archive is there as a whole or not at all. Thread-safe; every method blocks.
public interface ObjectStore {

  /// Begins to write an archive. It is there once [Upload#commit()] has returned, over an older one
  /// of the same name.
  ///
  /// @throws StoreRefused when it will never be taken
  Upload begin(ObjectName name) throws IOException;

  /// Reads an archive to its end.
  ///
  /// @param from how many bytes are left out at its beginning, at most all
  /// @throws java.nio.file.NoSuchFileException when there is none
  InputStream read(ObjectName name, long from) throws IOException;

  /// How many bytes it has.
  ///
  /// @throws java.nio.file.NoSuchFileException when there is none
  long size(ObjectName name) throws IOException;

  /// No archive of this backup is there, however it was packed, and nothing that was written of
  /// one. Idempotent.
  void remove(String serverId, String backupId) throws IOException;
}
