package dev.overwinter.backups.objectstore;

import dev.overwinter.backups.Archive;
import dev.overwinter.durable.ObjectFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/// Archives as files of a directory that this machine has: `<server>/<backup>.tar.zst`.
public final class DirectoryStore implements ObjectStore {
  private final ObjectFiles files;

  /// Keeps them there.
  ///
  /// @param directory made when it is missing
  public DirectoryStore(Path directory) {
    files = new ObjectFiles(directory, Archive.TAR_ZST);
  }

  @Override
  public Upload begin(String serverId, String backupId) throws IOException {
    return new FileUpload(files.begin(serverId, backupId));
  }

  @Override
  public InputStream read(String serverId, String backupId) throws IOException {
    return files.read(serverId, backupId);
  }

  @Override
  public void remove(String serverId, String backupId) throws IOException {
    files.remove(serverId, backupId);
  }

  private static final class FileUpload extends Upload {
    private final ObjectFiles.Part part;

    FileUpload(ObjectFiles.Part part) {
      this.part = part;
    }

    @Override
    public void write(int one) throws IOException {
      part.write(one);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      part.write(bytes, offset, length);
    }

    @Override
    public void commit() throws IOException {
      part.commit();
    }

    @Override
    public void close() throws IOException {
      part.close();
    }
  }
}
