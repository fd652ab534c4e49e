package dev.overwinter.servers.docker;

import com.github.dockerjava.api.async.ResultCallback;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A stream of the engine that can be looked at again and again: the library's own wait closes the
/// stream when its time is up. Subclasses take the items on the stream's thread.
abstract class OpenStream<T> extends ResultCallback.Adapter<T> {
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile @Nullable Throwable error;

  @Override
  public abstract void onNext(T item);

  @Override
  public void onError(Throwable lost) {
    // Only the first: closing the stream for it makes the reader fail once more.
    if (error == null) {
      error = lost;
    }
    super.onError(lost);
    ended.countDown();
  }

  @Override
  public void onComplete() {
    super.onComplete();
    ended.countDown();
  }

  /// Whether nothing more will come.
  final boolean ended() {
    return ended.getCount() == 0;
  }

  /// Waits for the end.
  ///
  /// @return whether it has ended
  /// @throws RuntimeException what ended it, unless it came to its end
  final boolean awaitEnd(long millis) throws InterruptedException {
    var over = ended.await(millis, TimeUnit.MILLISECONDS);
    switch (error) {
      case RuntimeException e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
      case null -> {}
    }
    return over;
  }
}
