package dev.overwinter.servers.docker;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.PullResponseItem;
import dev.overwinter.servers.ContainerOrder;
import dev.overwinter.servers.telemetry.StepBoard;
import io.temporal.failure.ApplicationFailure;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/// Makes images present: kept, else loaded from the archive of this installation, else pulled.
final class Images {
  // A registry that cannot be reached so often in a row is told to the one who waits for it.
  private static final int PULLS = 5;
  private static final ObjectMapper JSON = new ObjectMapper();

  private record Read(FileTime changed, Set<String> tags) {}

  private final Engine engine;
  private final @Nullable Path archive;
  private final ImageRules rules;
  private final StepBoard board;
  private volatile @Nullable Read read;

  Images(Engine engine, DockerSettings settings, StepBoard board) {
    this.engine = engine;
    archive = settings.imageArchive();
    rules = settings.images();
    this.board = board;
  }

  /// Every image that an order needs.
  void ensure(ContainerOrder order, Pulse pulse) {
    var images = new LinkedHashSet<String>();
    images.add(order.template().image());
    var install = order.template().install();
    if (install != null) {
      images.add(Installer.image(order, install));
    }
    // All rules before the first byte.
    images.forEach(this::check);
    images.forEach(image -> ensure(image, order.serverId(), pulse));
  }

  private void check(String image) {
    rules
        .objection(image)
        .ifPresent(why -> {
          throw ApplicationFailure.newNonRetryableFailure(
              "image " + image + " may not run: " + why, Failures.NO_IMAGE);
        });
  }

  private void ensure(String image, String serverId, Pulse pulse) {
    var archived = archivedTags();
    // An archive with a tag that the engine lacks is a newer build of what it names.
    if (archived.contains(tagged(image)) && !archived.stream().allMatch(this::present)) {
      load(image, pulse);
    }
    if (!present(image)) {
      if (ImageRules.madeHere(image)) {
        throw unavailable(image, "it is made on this machine and never pulled", null);
      }
      try {
        pull(image, serverId, pulse);
      } finally {
        board.over(serverId);
      }
    }
  }

  private boolean present(String image) {
    try {
      engine.usual().inspectImageCmd(image).exec();
      return true;
    } catch (NotFoundException absent) {
      return false;
    }
  }

  private void load(String image, Pulse pulse) {
    pulse.tell("loading " + image);
    try (var in = Files.newInputStream(Objects.requireNonNull(archive))) {
      engine.transfer().loadImageCmd(in).exec();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /// The names of the image that the archive of this installation holds.
  private Set<String> archivedTags() {
    var tar = archive;
    if (tar == null || !Files.isReadable(tar)) {
      return Set.of();
    }
    try {
      var changed = Files.getLastModifiedTime(tar);
      var known = read;
      if (known == null || !known.changed.equals(changed)) {
        known = new Read(changed, tags(tar));
        read = known;
      }
      return known.tags;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /// What an archive as `docker save` writes it says about its image.
  private static Set<String> tags(Path tar) throws IOException {
    var tags = new TreeSet<String>();
    try (InputStream file = new BufferedInputStream(Files.newInputStream(tar), 1 << 20);
        var entries = new TarArchiveInputStream(file)) {
      for (var entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
        if (entry.getName().equals("manifest.json")) {
          for (var one : JSON.readTree(entries.readAllBytes())) {
            one.path("RepoTags").forEach(tag -> tags.add(tag.asText()));
          }
        }
      }
    }
    return tags;
  }

  private ApplicationFailure unreadable(IOException e) {
    return ApplicationFailure.newFailureWithCause(
        "cannot read the image archive " + archive + ": " + e.getMessage(), Failures.FAILED, e);
  }

  private void pull(String image, String serverId, Pulse pulse) {
    pulse.tell("pulling " + image);
    board.progress(serverId, "image", null, "pulling " + image);
    try (var progress = new Pull(serverId, pulse, board)) {
      engine.transfer().pullImageCmd(tagged(image)).exec(progress);
      while (!progress.awaitEnd(500)) {
        pulse.check();
      }
    } catch (InterruptedException leaving) {
      Thread.currentThread().interrupt();
      throw Failures.interrupted(leaving);
    } catch (IOException unclosed) {
      throw new UncheckedIOException(unclosed);
    } catch (ApplicationFailure | io.temporal.client.ActivityCompletionException known) {
      throw known;
    } catch (RuntimeException e) {
      throw pullFailed(image, e, pulse.attempt());
    }
    if (!present(image)) {
      throw unavailable(image, "the pull ended without it", null);
    }
  }

  private static ApplicationFailure pullFailed(String image, RuntimeException e, int attempt) {
    var said = Failures.said(e);
    var lower = said.toLowerCase(Locale.ROOT);
    var gone =
        Stream.of(
                "not found",
                "manifest unknown",
                "denied",
                "does not exist",
                "invalid reference",
                // What came is not what was pinned.
                "verification failed",
                "does not match digest")
            .anyMatch(lower::contains);
    if (gone || e instanceof NotFoundException || attempt >= PULLS) {
      return unavailable(image, said, e);
    }
    return ApplicationFailure.newFailureWithCause(
        "pulling " + image + " failed: " + said, Failures.FAILED, e);
  }

  private static ApplicationFailure unavailable(String image, String why, @Nullable Throwable e) {
    return ApplicationFailure.newNonRetryableFailureWithCause(
        "image " + image + " is neither here nor to be had: " + why, Failures.NO_IMAGE, e);
  }

  /// Without a tag the engine would pull every one of them.
  private static String tagged(String image) {
    return image.contains("@") || image.lastIndexOf(':') > image.lastIndexOf('/')
        ? image
        : image + ":latest";
  }

  private static final class Pull extends OpenStream<PullResponseItem> {
    private final String serverId;
    private final Pulse pulse;
    private final StepBoard board;
    private final PullProgress progress = new PullProgress();

    Pull(String serverId, Pulse pulse, StepBoard board) {
      this.serverId = serverId;
      this.pulse = pulse;
      this.board = board;
    }

    @Override
    public void onNext(PullResponseItem item) {
      if (item.isErrorIndicated()) {
        var detail = item.getErrorDetail();
        onError(
            new DockerClientException(
                detail == null ? "the pull failed" : String.valueOf(detail.getMessage())));
        return;
      }
      progress
          .take(item)
          .ifPresent(text -> {
            pulse.tell(text);
            board.progress(serverId, "image", progress.percent(), text);
          });
    }
  }
}
