package dev.overwinter.rooms;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/// Who somebody is within rooms. Everybody may see it, so it proves nothing.
///
/// @param text a letter that says where it comes from (`v` guest, `u` account, `n` a seat that was
///   laid for a name, `b` bot), a hyphen, 8 to 40 digits and lower-case letters
public record MemberId(@JsonValue String text) implements Comparable<MemberId> {
  private static final Pattern FORM = Pattern.compile("[vunb]-[0-9a-z]{8,40}");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public MemberId {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("member: not of the form " + FORM);
    }
  }

  /// What somebody sent; empty when it can be nobody.
  public static Optional<MemberId> parse(String typed) {
    return FORM.matcher(typed).matches() ? Optional.of(new MemberId(typed)) : Optional.empty();
  }

  /// The seat that is laid for a name: the same one wherever it is laid.
  ///
  /// @param name as people write it
  public static MemberId ofSeat(String name) {
    var composed = Normalizer.normalize(name.strip(), Normalizer.Form.NFC);
    try {
      var digest =
          MessageDigest.getInstance("SHA-256").digest(composed.getBytes(StandardCharsets.UTF_8));
      return new MemberId("n-" + HexFormat.of().formatHex(digest, 0, 8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  /// Whether nobody sits there but the room itself.
  public boolean bot() {
    return text.startsWith("b-");
  }

  @Override
  public int compareTo(MemberId other) {
    return text.compareTo(other.text);
  }
}
