package dev.overwinter.servers.docker;

import com.github.dockerjava.api.model.PullResponseItem;
import com.github.dockerjava.api.model.ResponseItem.ProgressDetail;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Adds up what an engine says about the layers of one pull. Never goes back, because layers are
/// announced while others are under way. Confined to the stream's thread.
final class PullProgress {
  // Of a layer's work; unpacking goes on beside the downloads of others.
  private static final double DOWNLOAD = 0.9;

  private static final class Layer {
    private long total;
    private long downloaded;
    private double unpacked;

    double done() {
      return DOWNLOAD * downloaded + (1 - DOWNLOAD) * unpacked * total;
    }
  }

  private final Map<String, Layer> layers = new LinkedHashMap<>();
  private int percent;

  /// What to show after an item; empty when it says nothing about a layer.
  Optional<String> take(PullResponseItem item) {
    var id = item.getId();
    var status = item.getStatus();
    if (id == null || status == null || !about(id, status, item.getProgressDetail())) {
      return Optional.empty();
    }
    var total = layers.values().stream().mapToLong(layer -> layer.total).sum();
    var done = layers.values().stream().mapToDouble(Layer::done).sum();
    if (total > 0) {
      percent = Math.max(percent, (int) Math.min(100, 100 * done / total));
    }
    var loaded = layers.values().stream().mapToLong(layer -> layer.downloaded).sum();
    return Optional.of(
        percent
            + " %, "
            + megabytes(loaded)
            + " of "
            + megabytes(total)
            + " MB in "
            + layers.size()
            + (layers.size() == 1 ? " layer" : " layers"));
  }

  /// Between 0 and 100.
  int percent() {
    return percent;
  }

  private boolean about(String id, String status, @Nullable ProgressDetail detail) {
    switch (status) {
      case "Downloading" -> downloading(layer(id), detail);
      case "Verifying Checksum", "Download complete" -> layer(id).downloaded = layer(id).total;
      case "Extracting" -> unpacking(layer(id), detail);
      case "Pull complete" -> {
        layer(id).downloaded = layer(id).total;
        layer(id).unpacked = 1;
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private Layer layer(String id) {
    return layers.computeIfAbsent(id, _ -> new Layer());
  }

  private static void downloading(Layer layer, @Nullable ProgressDetail detail) {
    if (detail != null && detail.getCurrent() != null) {
      var total = detail.getTotal() == null ? detail.getCurrent() : detail.getTotal();
      layer.total = Math.max(layer.total, Math.max(total, detail.getCurrent()));
      layer.downloaded = Math.max(layer.downloaded, detail.getCurrent());
    }
  }

  private static void unpacking(Layer layer, @Nullable ProgressDetail detail) {
    layer.downloaded = layer.total;
    if (detail != null && detail.getCurrent() != null && layer.total > 0) {
      layer.unpacked =
          Math.max(layer.unpacked, Math.min(1, (double) detail.getCurrent() / layer.total));
    }
  }

  private static String megabytes(long bytes) {
    return "%.1f".formatted(bytes / 1e6);
  }
}
