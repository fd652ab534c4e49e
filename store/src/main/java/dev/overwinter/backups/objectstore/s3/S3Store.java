package dev.overwinter.backups.objectstore.s3;

import dev.overwinter.backups.objectstore.ObjectName;
import dev.overwinter.backups.objectstore.ObjectStore;
import dev.overwinter.backups.objectstore.ResumingInput;
import dev.overwinter.backups.objectstore.StoreRefused;
import dev.overwinter.backups.objectstore.Upload;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Archives as objects of a bucket: `<prefix>/<server>/<backup>.tar.zst`. Requests that fail are
/// made again by the library; what it gives up is for whoever asked.
public final class S3Store implements ObjectStore {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration SILENCE = Duration.ofMinutes(2);

  // With the library's pauses between them about ten seconds, the answers not counted.
  private static final int ATTEMPTS = 8;

  /// No upload lasts so long: whoever wrote it was killed.
  private static final Duration ABANDONED = Duration.ofDays(2);

  private final S3Client s3;
  private final String bucket;
  private final String prefix;

  /// Reaches a bucket.
  ///
  /// @param bucket that is there
  /// @param prefix of all names in it, ending with a slash unless it is empty
  /// @param endpoint of a store that is not Amazon's
  public S3Store(
      String bucket,
      String prefix,
      String region,
      Optional<URI> endpoint,
      AwsCredentialsProvider credentials) {
    this.bucket = bucket;
    this.prefix = prefix;
    var builder =
        S3Client.builder()
            .region(Region.of(region))
            .credentialsProvider(credentials)
            .overrideConfiguration(all -> all.retryStrategy(with -> with.maxAttempts(ATTEMPTS)))
            .httpClientBuilder(
                UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(SILENCE))
            // Every part has its MD5, which all stores check; newer sums many do not know.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
    endpoint.ifPresent(where -> {
      var _ =
          builder
              .endpointOverride(where)
              .serviceConfiguration(
                  with -> with.pathStyleAccessEnabled(true).chunkedEncodingEnabled(false));
    });
    s3 = builder.build();
  }

  @Override
  public Upload begin(ObjectName name) throws IOException {
    sweep(prefix + name.serverId() + "/", S3Store::isAbandoned);
    return new S3Upload(s3, bucket, prefix + name.key());
  }

  @Override
  public InputStream read(ObjectName name, long from) throws IOException {
    if (from > 0 && from == size(name)) {
      return InputStream.nullInputStream();
    }
    return new ResumingInput(at -> open(name, at), from);
  }

  private InputStream open(ObjectName name, long from) throws IOException {
    return told(
        name.key(),
        () -> {
          var body =
              s3.getObject(get -> {
                get.bucket(bucket).key(prefix + name.key());
                if (from > 0) {
                  get.range("bytes=" + from + "-");
                }
              });
          return new Body(body);
        });
  }

  @Override
  public long size(ObjectName name) throws IOException {
    return told(
        name.key(),
        () -> s3.headObject(head -> head.bucket(bucket).key(prefix + name.key())).contentLength());
  }

  @Override
  public void remove(String serverId, String backupId) throws IOException {
    for (var ending : ObjectName.ENDINGS) {
      var key = prefix + new ObjectName(serverId, backupId, ending).key();
      var _ = told(key, () -> s3.deleteObject(delete -> delete.bucket(bucket).key(key)));
    }
    sweep(prefix + serverId + "/" + backupId + ".", _ -> true);
  }

  private static boolean isAbandoned(MultipartUpload upload) {
    return upload.initiated().isBefore(Instant.now().minus(ABANDONED));
  }

  /// Parts of uploads that were never ended are paid for like objects, and seen by nobody.
  private void sweep(String below, Predicate<MultipartUpload> which) throws IOException {
    var _ =
        told(
            below,
            () -> {
              var list = s3.listMultipartUploads(all -> all.bucket(bucket).prefix(below));
              for (var upload : list.uploads()) {
                if (upload.key().startsWith(below) && which.test(upload)) {
                  drop(upload);
                }
              }
              return true;
            });
  }

  private void drop(MultipartUpload upload) {
    try {
      s3.abortMultipartUpload(
          abort -> abort.bucket(bucket).key(upload.key()).uploadId(upload.uploadId()));
    } catch (NoSuchUploadException endedMeanwhile) {
      return;
    }
  }

  @FunctionalInterface
  interface Request<T> {
    T make() throws IOException;
  }

  /// What the library says, in the words of a store.
  static <T> T told(String about, Request<T> request) throws IOException {
    try {
      return request.make();
    } catch (NoSuchKeyException none) {
      throw (IOException) new NoSuchFileException(about).initCause(none);
    } catch (S3Exception answer) {
      throw said(about, answer);
    } catch (SdkException away) {
      throw new IOException("the store cannot be reached: " + away.getMessage(), away);
    }
  }

  private static IOException said(String about, S3Exception answer) {
    var details = answer.awsErrorDetails();
    var code = details == null || details.errorCode() == null ? "" : details.errorCode();
    // A HEAD has no body that could name a code.
    if (answer.statusCode() == 404
        && !code.equals("NoSuchBucket")
        && !code.equals("NoSuchUpload")) {
      return (IOException) new NoSuchFileException(about).initCause(answer);
    }
    var words = "the store answered " + answer.statusCode() + " " + code;
    var never = answer.statusCode() / 100 == 4 && !answer.isThrottlingException() && !mayPass(code);
    return never ? new StoreRefused(words) : new IOException(words, answer);
  }

  private static boolean mayPass(String code) {
    return switch (code) {
      case "RequestTimeout",
          "BadDigest",
          "RequestTimeTooSkewed",
          "OperationAborted",
          "NoSuchUpload" ->
          true;
      default -> false;
    };
  }

  /// Hangs up when it is closed, rather than read what nobody wants.
  private static final class Body extends FilterInputStream {
    private final ResponseInputStream<GetObjectResponse> body;
    private long left;

    Body(ResponseInputStream<GetObjectResponse> body) {
      super(body);
      this.body = body;
      left = body.response().contentLength();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      try {
        var read = in.read(bytes, offset, length);
        left -= Math.max(0, read);
        if (read < 0 && left > 0) {
          throw new IOException("the store hung up, " + left + " bytes before the end");
        }
        return read;
      } catch (SdkException broken) {
        throw new IOException("the store hung up: " + broken.getMessage(), broken);
      }
    }

    @Override
    public void close() throws IOException {
      if (left > 0) {
        body.abort();
      } else {
        body.close();
      }
    }
  }
}
