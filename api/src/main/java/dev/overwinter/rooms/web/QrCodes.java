package dev.overwinter.rooms.web;

import io.nayuki.qrcodegen.DataTooLongException;
import io.nayuki.qrcodegen.QrCode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import javax.imageio.ImageIO;

/// Texts as pictures that phones read.
final class QrCodes {
  private static final int MARGIN = 4;

  private QrCodes() {}

  /// A picture of squares.
  ///
  /// @param scale pixels of a square's side
  /// @param margin squares around it
  static Optional<byte[]> png(String text, int scale, int margin, int dark, int light) {
    return code(text).map(code -> png(code, scale, margin, dark, light));
  }

  private static Optional<QrCode> code(String text) {
    try {
      return Optional.of(QrCode.encodeText(text, QrCode.Ecc.MEDIUM));
    } catch (DataTooLongException _) {
      return Optional.empty();
    }
  }

  private static byte[] png(QrCode code, int scale, int margin, int dark, int light) {
    int side = (code.size + 2 * margin) * scale;
    var image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        boolean on = code.getModule(x / scale - margin, y / scale - margin);
        image.setRGB(x, y, on ? dark : light);
      }
    }
    var bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /// The same as SVG, which has no size of its own.
  static Optional<String> svg(String text) {
    return code(text)
        .map(code -> {
          var path = new StringBuilder();
          for (int y = 0; y < code.size; y++) {
            for (int x = 0; x < code.size; x++) {
              if (code.getModule(x, y)) {
                path.append("M%d %dh1v1h-1z".formatted(x + MARGIN, y + MARGIN));
              }
            }
          }
          return """
          <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %1$d" \
          shape-rendering="crispEdges"><rect width="%1$d" height="%1$d" fill="#fff"/>\
          <path d="%2$s" fill="#000"/></svg>
          """
              .formatted(code.size + 2 * MARGIN, path);
        });
  }
}
