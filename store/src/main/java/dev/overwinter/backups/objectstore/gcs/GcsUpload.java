package dev.overwinter.backups.objectstore.gcs;

import com.google.gson.JsonObject;
import dev.overwinter.backups.objectstore.Part;
import dev.overwinter.backups.objectstore.PartedUpload;
import dev.overwinter.backups.objectstore.StoreRefused;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// One resumable upload: when a part breaks off, the store is asked how much of it it has, and is
/// sent the rest. The object is there with its last byte, and is compared with what was sent.
final class GcsUpload extends PartedUpload {
  /// A multiple of 256 KiB, as is asked for.
  private static final long PART = 16L << 20;

  private static final int TRIES = 6;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final int INCOMPLETE = 308;

  private final Gcs gcs;
  private final String key;
  private final String session;
  private final CRC32C sum = new CRC32C();
  private @Nullable JsonObject object;

  GcsUpload(Gcs gcs, String key) throws IOException {
    this.gcs = gcs;
    this.key = key;
    session = begun();
  }

  private String begun() throws IOException {
    var connection =
        gcs.open(
            "POST", gcs.uploads(key), Map.of("X-Upload-Content-Type", "application/octet-stream"));
    connection.setDoOutput(true);
    connection.setFixedLengthStreamingMode(0);
    connection.getOutputStream().close();
    if (connection.getResponseCode() == 404) {
      throw new StoreRefused("there is no such bucket");
    }
    Gcs.check(connection);
    var location = connection.getHeaderField("Location");
    if (location == null) {
      throw new IOException("the store began no upload");
    }
    connection.getInputStream().close();
    return location;
  }

  @Override
  protected long size(int part) {
    return PART;
  }

  @Override
  protected void send(int number, long at, Part part, boolean last) throws IOException {
    summed(part);
    var end = at + part.bytes();
    var has = at;
    var pause = FIRST_PAUSE;
    for (var left = TRIES; has < end || (last && object == null); ) {
      var before = has;
      try {
        has = pushed(part, at, has, last);
      } catch (StoreRefused never) {
        throw never;
      } catch (IOException broken) {
        if (--left == 0) {
          throw broken;
        }
        pause = paused(pause, broken);
        has = Math.clamp(has(last ? end : -1, has), at, end);
      }
      if (has > before) {
        left = TRIES;
        pause = FIRST_PAUSE;
      }
    }
  }

  private void summed(Part part) throws IOException {
    try (var in = part.read()) {
      var buffer = new byte[1 << 16];
      for (var read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        sum.update(buffer, 0, read);
      }
    }
  }

  private static Duration paused(Duration pause, IOException broken) throws IOException {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException leaving) {
      Thread.currentThread().interrupt();
      throw broken;
    }
    return pause.multipliedBy(2);
  }

  /// Sends what the store does not have of a part.
  ///
  /// @return how many bytes of the object it has then
  private long pushed(Part part, long at, long has, boolean last) throws IOException {
    var end = at + part.bytes();
    var range = has == end ? "*" : has + "-" + (end - 1);
    var connection = put(range + "/" + (last ? end : "*"), end - has);
    try (var in = part.read();
        var out = connection.getOutputStream()) {
      in.skipNBytes(has - at);
      in.transferTo(out);
    }
    return answered(connection, end);
  }

  /// Asks how much the store has.
  private long has(long total, long known) {
    try {
      var connection = put("*/" + (total < 0 ? "*" : total), 0);
      connection.getOutputStream().close();
      return answered(connection, total < 0 ? known : total);
    } catch (IOException stillAway) {
      return known;
    }
  }

  private HttpURLConnection put(String range, long bytes) throws IOException {
    var connection = gcs.open("PUT", session, Map.of("Content-Range", "bytes " + range));
    connection.setDoOutput(true);
    connection.setFixedLengthStreamingMode(bytes);
    return connection;
  }

  private long answered(HttpURLConnection connection, long end) throws IOException {
    var status = connection.getResponseCode();
    if (status == INCOMPLETE) {
      var range = connection.getHeaderField("Range");
      return range == null ? 0 : Long.parseLong(range.substring(range.indexOf('-') + 1)) + 1;
    }
    if (status / 100 == 2) {
      object = Gcs.json(connection);
      return end;
    }
    if (status == 404 || status == 410) {
      throw new StoreRefused("the store has forgotten the upload (" + status + ")");
    }
    throw Gcs.said(connection);
  }

  @Override
  protected void complete(long bytes) throws IOException {
    if (object == null
        || object.get("size").getAsLong() != bytes
        || !object.get("crc32c").getAsString().equals(crc32c())) {
      drop();
      throw new IOException("the store has not got what was sent (" + key + ")");
    }
  }

  private String crc32c() {
    return Base64.getEncoder()
        .encodeToString(ByteBuffer.allocate(Integer.BYTES).putInt((int) sum.getValue()).array());
  }

  private void drop() throws IOException {
    Gcs.check(gcs.open("DELETE", gcs.object(key), Map.of()));
  }

  @Override
  protected void abort() throws IOException {
    if (object == null) {
      // 499 says that it was ended by its client.
      var _ = gcs.open("DELETE", session, Map.of()).getResponseCode();
    }
  }
}
