package dev.overwinter.backups.objectstore;

import java.io.IOException;
import java.io.OutputStream;

/// An archive on its way into a store. Closed before it was committed, it leaves nothing.
public abstract class Upload extends OutputStream {

  /// All of it has been written.
  ///
  /// @throws StoreRefused when the store will never take it
  public abstract void commit() throws IOException;

  @Override
  public abstract void close() throws IOException;
}
