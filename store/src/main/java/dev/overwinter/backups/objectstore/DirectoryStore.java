package dev.overwinter.backups.objectstore;

import dev.overwinter.durable.ObjectFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Archives as files of a directory that this machine has: `<server>/<backup>.tar.zst`.
public final class DirectoryStore implements ObjectStore {
  private final Map<String, ObjectFiles> files;

  /// Keeps them there.
  ///
  /// @param directory made when it is missing
  public DirectoryStore(Path directory) {
    files =
        ObjectName.ENDINGS.stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Function.identity(), ending -> new ObjectFiles(directory, ending)));
  }

  private ObjectFiles files(ObjectName name) {
    // A name has no other ending.
    return Objects.requireNonNull(files.get(name.ending()));
  }

  @Override
  public Upload begin(ObjectName name) throws IOException {
    return new FileUpload(files(name).begin(name.serverId(), name.backupId()));
  }

  @Override
  public InputStream read(ObjectName name, long from) throws IOException {
    var in = files(name).read(name.serverId(), name.backupId());
    try {
      in.skipNBytes(from);
    } catch (IOException e) {
      in.close();
      throw e;
    }
    return in;
  }

  @Override
  public long size(ObjectName name) throws IOException {
    return files(name).size(name.serverId(), name.backupId());
  }

  @Override
  public void remove(String serverId, String backupId) throws IOException {
    for (var one : files.values()) {
      one.remove(serverId, backupId);
    }
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
