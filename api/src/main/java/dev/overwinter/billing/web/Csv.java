package dev.overwinter.billing.web;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A statement as RFC 4180 has tables. What people have chosen (names, reasons) is text to any
/// spreadsheet, also when it looks like a formula.
final class Csv {
  private static final String END = "\r\n";

  private Csv() {}

  static String of(BillingReads.Statement statement) {
    var text = new StringBuilder();
    row(
        text,
        "number",
        "at",
        "kind",
        "memo",
        "server",
        "server_name",
        "price_class",
        "use",
        "from",
        "until",
        "seconds",
        "credits",
        "balance");
    edge(text, "OPENING", statement.opening());
    for (var line : statement.lines()) {
      row(
          text,
          String.valueOf(line.seq()),
          line.at().toString(),
          line.kind(),
          line.memo(),
          word(line.server()),
          word(line.serverName()),
          word(line.priceClass()),
          word(line.use()),
          word(line.from()),
          word(line.until()),
          seconds(line.from(), line.until()),
          Amounts.exact(line.micros()),
          Amounts.exact(line.balance()));
    }
    edge(text, "CLOSING", statement.closing());
    return text.toString();
  }

  private static void edge(StringBuilder text, String which, long balance) {
    row(text, "", "", which, "", "", "", "", "", "", "", "", "", Amounts.exact(balance));
  }

  private static String word(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }

  private static String seconds(@Nullable Instant from, @Nullable Instant until) {
    return from == null || until == null
        ? ""
        : String.valueOf(Duration.between(from, until).toMillis() / 1000.0);
  }

  private static void row(StringBuilder text, String... cells) {
    for (var i = 0; i < cells.length; i++) {
      text.append(i == 0 ? "" : ",").append(cell(cells[i]));
    }
    text.append(END);
  }

  private static String cell(String value) {
    var formula = !value.isEmpty() && "=+-@\t\r".indexOf(value.charAt(0)) >= 0 && !isNumber(value);
    var safe = formula ? "'" + value : value;
    return safe.chars().anyMatch(c -> ",\"\r\n".indexOf(c) >= 0)
        ? '"' + safe.replace("\"", "\"\"") + '"'
        : safe;
  }

  private static boolean isNumber(String value) {
    return value.matches("-?\\d+\\.\\d{6}");
  }
}
