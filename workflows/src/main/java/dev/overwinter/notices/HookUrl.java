package dev.overwinter.notices;

import java.util.Locale;
import java.util.regex.Pattern;

/// Where a hook's notices go: `http` or `https`, a host, a port, a path. What else a URL can hold
/// is refused, so that there is nothing that two readers could read differently.
///
/// @param secure whether it is `https`
/// @param host a name in lower case or an address; IPv6 without brackets
/// @param port 1 to 65535
/// @param path with its query; begins with `/`
public record HookUrl(boolean secure, String host, int port, String path) {
  /// The longest that is kept.
  public static final int MOST = 1_000;

  private static final Pattern FORM =
      Pattern.compile(
          "(?i)(https?)://(\\[[0-9a-f:.]{2,45}\\]|[0-9a-z](?:[0-9a-z.-]{0,251}[0-9a-z])?)"
              + "(?::([0-9]{1,5}))?(/[!$%&'()*+,./0-9:;=@A-Z_a-z~-]*)?(\\?[!$%&'()*+,./0-9:;=?@A-Z_a-z~-]*)?");

  /// Reads a URL.
  ///
  /// @param privateToo whether it may lead to addresses that are not public
  /// @throws IllegalArgumentException when it cannot be used; the message says what was expected,
  ///   and nothing of the URL
  public static HookUrl parse(String text, boolean privateToo) {
    if (text.length() > MOST) {
      throw new IllegalArgumentException("must be of at most " + MOST + " characters");
    }
    var form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "must be like https://example.org/path, without user, password or fragment");
    }
    var secure = form.group(1).equalsIgnoreCase("https");
    var host = host(form.group(2), privateToo);
    var port = form.group(3) == null ? (secure ? 443 : 80) : Integer.parseInt(form.group(3));
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("must have a port of 1 to 65535");
    }
    var path = form.group(4) == null ? "/" : form.group(4);
    return new HookUrl(secure, host, port, form.group(5) == null ? path : path + form.group(5));
  }

  private static String host(String text, boolean privateToo) {
    var host = text.toLowerCase(Locale.ROOT);
    if (host.startsWith("[")) {
      host = host.substring(1, host.length() - 1);
    }
    var address = Addresses.literal(host);
    // All digits and dots and yet no address (127.1, 0177.0.0.1, 2130706433): resolvers make one of
    // it, each its own.
    if (address.isEmpty()
        && (host.contains(":")
            || host.matches("(.*\\.)?(0x[0-9a-f]*|[0-9]+)")
            || host.contains(".."))) {
      throw new IllegalArgumentException("must have a host name or a whole IP address");
    }
    boolean own =
        address
            .map(bytes -> !Addresses.isPublic(bytes))
            .orElse(host.equals("localhost") || host.endsWith(".localhost") || !host.contains("."));
    if (own && !privateToo) {
      throw new IllegalArgumentException("must lead to the public internet");
    }
    return host;
  }

  /// The host as a request names it, with the port unless it is the usual one.
  public String authority() {
    var name = host.contains(":") ? "[" + host + "]" : host;
    return port == (secure ? 443 : 80) ? name : name + ":" + port;
  }

  /// What people are shown: where it leads, and nothing of the path, which may be a secret.
  public String shown() {
    return (secure ? "https://" : "http://") + authority() + (path.equals("/") ? "" : "/…");
  }
}
