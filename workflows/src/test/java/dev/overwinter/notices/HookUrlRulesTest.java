package dev.overwinter.notices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HookUrlRulesTest {

  @Test
  void readsWhatItNeedsOfAUrl() {
    assertThat(HookUrl.parse("https://Example.org", false))
        .isEqualTo(new HookUrl(true, "example.org", 443, "/"));
    assertThat(HookUrl.parse("http://example.org:8080/a/b?c=d%20e", false))
        .isEqualTo(new HookUrl(false, "example.org", 8_080, "/a/b?c=d%20e"));
    assertThat(HookUrl.parse("https://example.org?c=d", false).path()).isEqualTo("/?c=d");
    var six = HookUrl.parse("https://[2606:4700::1111]:444/x", false);
    assertThat(six.host()).isEqualTo("2606:4700::1111");
    assertThat(six.authority()).isEqualTo("[2606:4700::1111]:444");
    assertThat(HookUrl.parse("http://127.0.0.1:9/x", true).authority()).isEqualTo("127.0.0.1:9");
  }

  @Test
  void showsNothingThatMayBeASecret() {
    assertThat(HookUrl.parse("https://discord.com/api/webhooks/1/token", false).shown())
        .isEqualTo("https://discord.com/…");
    assertThat(HookUrl.parse("https://example.org:444/", false).shown())
        .isEqualTo("https://example.org:444");
  }

  @ParameterizedTest
  @Tag("S-10")
  @ValueSource(
      strings = {
        "",
        "example.org",
        "ftp://example.org/",
        "https://",
        "https:///x",
        "https://user@example.org/",
        "https://user:secret@example.org/",
        "https://example.org/#x",
        "https://example.org/a b",
        "https://example.org/\r\nX: y",
        "https://example.org\\@127.0.0.1/",
        "https://example.org:0/",
        "https://example.org:65536/",
        "https://example.org:x/",
        "https://exa..mple.org/",
        "https://-example.org/",
        "https://[::1/",
        "https://[1::2::3]/",
        "https://[fe80::1%25eth0]/",
        "https://ex\u00e4mple.org/",
        "file:///etc/passwd"
      })
  void refusesWhatTwoReadersCouldReadDifferently(String url) {
    assertThatIllegalArgumentException().isThrownBy(() -> HookUrl.parse(url, true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://127.0.0.01/",
        "http://1.2.3.4.5/",
        "http://256.1.1.1/"
      })
  void refusesNumbersOfWhichResolversMakeAddresses(String url) {
    assertThatIllegalArgumentException().isThrownBy(() -> HookUrl.parse(url, true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1/",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://[fd00::1]/",
        "http://localhost/",
        "http://a.localhost/",
        "http://postgres:5432/"
      })
  void leadsToThePublicInternetUnlessTheHouseSaysOtherwise(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HookUrl.parse(url, false))
        .withMessage("must lead to the public internet");
    assertThat(HookUrl.parse(url, true)).isNotNull();
  }

  @Test
  @Tag("S-10")
  void isBounded() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HookUrl.parse("https://example.org/" + "x".repeat(1_000), false));
  }
}
