package dev.overwinter.api.account;

import io.nayuki.qrcodegen.QrCode;

/// A text as a picture that phones read.
///
/// @param size of its side, in squares, with a margin
/// @param path of its dark squares, for SVG
public record Picture(int size, String path) {
  private static final int MARGIN = 4;

  static Picture of(String text) {
    var code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
    var path = new StringBuilder();
    for (int y = 0; y < code.size; y++) {
      for (int x = 0; x < code.size; x++) {
        if (code.getModule(x, y)) {
          path.append("M%d %dh1v1h-1z".formatted(x + MARGIN, y + MARGIN));
        }
      }
    }
    return new Picture(code.size + 2 * MARGIN, path.toString());
  }
}
