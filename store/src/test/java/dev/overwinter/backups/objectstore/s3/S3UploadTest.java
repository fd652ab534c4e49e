package dev.overwinter.backups.objectstore.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class S3UploadTest {

  @Test
  void theLargestObjectOfS3FitsIntoAsManyPartsAsItTakes() {
    var all = IntStream.range(0, 10_000).mapToLong(S3Upload::sizeOf).sum();
    assertThat(all).isGreaterThanOrEqualTo(5L << 40);
    assertThat(IntStream.range(0, 10_000).mapToLong(S3Upload::sizeOf))
        .allMatch(size -> size >= 5 << 20 && size <= 5L << 30);
  }
}
