package dev.overwinter.backups.objectstore.s3;

import dev.overwinter.backups.objectstore.Part;
import dev.overwinter.backups.objectstore.PartedUpload;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;

/// One object of S3: put at once when it is small, in parts otherwise. The store checks the MD5 of
/// each; the whole is looked at once more when it is there.
final class S3Upload extends PartedUpload {
  private static final String TYPE = "application/octet-stream";
  private static final long FIRST = 16L << 20;

  // S3 takes 10,000 parts and 5 TiB: so many of each size, each twice the one before, are 6 TiB.
  private static final int OF_A_SIZE = 1_200;

  private final S3Client s3;
  private final String bucket;
  private final String key;
  private final List<CompletedPart> sent = new ArrayList<>();
  private volatile @Nullable String upload;

  S3Upload(S3Client s3, String bucket, String key) {
    this.s3 = s3;
    this.bucket = bucket;
    this.key = key;
  }

  static long sizeOf(int part) {
    return FIRST << (part / OF_A_SIZE);
  }

  @Override
  protected long size(int part) {
    return sizeOf(part);
  }

  @Override
  protected void send(int number, long at, Part part, boolean last) throws IOException {
    if (number == 0 && last) {
      put(part);
    } else if (part.bytes() > 0) {
      add(number + 1, part);
    }
  }

  private void put(Part part) throws IOException {
    var md5 = md5(part);
    var _ =
        S3Store.told(
            key,
            () ->
                s3.putObject(
                    put -> put.bucket(bucket).key(key).contentType(TYPE).contentMD5(md5),
                    body(part)));
  }

  private void add(int number, Part part) throws IOException {
    var md5 = md5(part);
    sent.add(
        S3Store.told(
            key,
            () -> {
              var id = begun();
              var answer =
                  s3.uploadPart(
                      add ->
                          add.bucket(bucket)
                              .key(key)
                              .uploadId(id)
                              .partNumber(number)
                              .contentMD5(md5),
                      body(part));
              return CompletedPart.builder().partNumber(number).eTag(answer.eTag()).build();
            }));
  }

  private String begun() {
    var id = upload;
    if (id == null) {
      id =
          s3.createMultipartUpload(create -> create.bucket(bucket).key(key).contentType(TYPE))
              .uploadId();
      upload = id;
    }
    return id;
  }

  private static RequestBody body(Part part) {
    return RequestBody.fromContentProvider(part::read, part.bytes(), TYPE);
  }

  private static String md5(Part part) throws IOException {
    try (var in = part.read()) {
      var sum = MessageDigest.getInstance("MD5");
      var buffer = new byte[1 << 16];
      for (var read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        sum.update(buffer, 0, read);
      }
      return Base64.getEncoder().encodeToString(sum.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  protected void complete(long bytes) throws IOException {
    var id = upload;
    if (id != null) {
      var _ = S3Store.told(key, () -> completed(id));
      // From here on there is nothing to be aborted.
      upload = null;
    }
    long there =
        S3Store.told(
            key, () -> s3.headObject(head -> head.bucket(bucket).key(key)).contentLength());
    if (there != bytes) {
      throw new IOException("the store has " + there + " bytes of " + bytes + " (" + key + ")");
    }
  }

  private boolean completed(String id) {
    try {
      s3.completeMultipartUpload(all ->
          all.bucket(bucket).key(key).uploadId(id).multipartUpload(parts -> parts.parts(sent)));
      return true;
    } catch (NoSuchUploadException answeredBefore) {
      // An answer was lost and the library asked again: whether it is there is seen next.
      return false;
    }
  }

  @Override
  protected void abort() throws IOException {
    var id = upload;
    if (id == null) {
      return;
    }
    var _ =
        S3Store.told(
            key,
            () -> {
              try {
                return s3.abortMultipartUpload(abort -> abort.bucket(bucket).key(key).uploadId(id));
              } catch (NoSuchUploadException swept) {
                return id;
              }
            });
  }
}
