package dev.overwinter.backups.objectstore.gcs;

import dev.overwinter.backups.objectstore.Bounded;
import dev.overwinter.backups.objectstore.ObjectName;
import dev.overwinter.backups.objectstore.ObjectStore;
import dev.overwinter.backups.objectstore.ResumingInput;
import dev.overwinter.backups.objectstore.Upload;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.nio.file.NoSuchFileException;
import java.util.Map;

/// Archives as objects of a bucket of Google Cloud Storage, by its JSON API:
/// `<prefix>/<server>/<backup>.tar.zst`. What a killed writer left costs nothing, nobody can see
/// it, and Google drops it after a week: there is no list of it that could be swept.
public final class GcsStore implements ObjectStore {
  private final Gcs gcs;
  private final String prefix;

  /// Reaches a bucket.
  ///
  /// @param prefix of all names in it, ending with a slash unless it is empty
  public GcsStore(Gcs gcs, String prefix) {
    this.gcs = gcs;
    this.prefix = prefix;
  }

  @Override
  public Upload begin(ObjectName name) throws IOException {
    return new GcsUpload(gcs, prefix + name.key());
  }

  @Override
  public InputStream read(ObjectName name, long from) throws IOException {
    if (from > 0 && from == size(name)) {
      return InputStream.nullInputStream();
    }
    return new ResumingInput(at -> open(name, at), from);
  }

  private InputStream open(ObjectName name, long from) throws IOException {
    var connection =
        gcs.open(
            "GET",
            gcs.object(prefix + name.key()) + "?alt=media",
            from > 0 ? Map.of("Range", "bytes=" + from + "-") : Map.of());
    found(name, connection);
    var length = connection.getContentLengthLong();
    return new Body(connection, length < 0 ? Long.MAX_VALUE : length);
  }

  @Override
  public long size(ObjectName name) throws IOException {
    var connection = gcs.open("GET", gcs.object(prefix + name.key()) + "?fields=size", Map.of());
    found(name, connection);
    return Gcs.json(connection).get("size").getAsLong();
  }

  private static void found(ObjectName name, HttpURLConnection connection) throws IOException {
    if (connection.getResponseCode() == 404) {
      throw new NoSuchFileException(name.key());
    }
    Gcs.check(connection);
  }

  @Override
  public void remove(String serverId, String backupId) throws IOException {
    for (var ending : ObjectName.ENDINGS) {
      var key = prefix + new ObjectName(serverId, backupId, ending).key();
      var connection = gcs.open("DELETE", gcs.object(key), Map.of());
      if (connection.getResponseCode() != 404) {
        Gcs.check(connection);
      }
    }
  }

  /// Says so when the connection ends before the object does, and hangs up when it is closed.
  private static final class Body extends FilterInputStream {
    private final HttpURLConnection connection;
    private final long length;
    private long read;

    Body(HttpURLConnection connection, long length) throws IOException {
      super(new Bounded(connection.getInputStream(), length));
      this.connection = connection;
      this.length = length;
    }

    @Override
    public int read(byte[] bytes, int offset, int wanted) throws IOException {
      var got = in.read(bytes, offset, wanted);
      read += Math.max(0, got);
      if (got < 0 && read < length && length != Long.MAX_VALUE) {
        throw new EOFException("the store hung up, " + (length - read) + " bytes before the end");
      }
      return got;
    }

    @Override
    public void close() throws IOException {
      if (read < length) {
        connection.disconnect();
      } else {
        super.close();
      }
    }
  }
}
