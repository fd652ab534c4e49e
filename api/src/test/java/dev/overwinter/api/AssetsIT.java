package dev.overwinter.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.platform.Http;
import dev.overwinter.platform.Platform;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPatternParser;

/// Style, scripts, and what is nowhere.
class AssetsIT {
  private static final Pattern ASSET =
      Pattern.compile("(?:href|src)=\"(/(?:assets|webjars)/[^\"]+)\"");

  private final Platform platform = Platform.shared();
  private final Http stranger = platform.stranger().with("Accept", "text/html,*/*");

  @Test
  void eachAssetOfAPageIsThereByTheNameOfItsContent() {
    var assets =
        ASSET.matcher(stranger.get("/auth/login").body()).results().map(m -> m.group(1)).toList();
    assertThat(assets)
        .hasSizeGreaterThan(2)
        .allMatch(path -> path.matches(".*-[0-9a-f]{32}\\.\\w+"));
    for (var asset : assets) {
      var answer = stranger.get(asset);
      assertThat(answer.status()).as(asset).isEqualTo(200);
      assertThat(answer.header("Cache-Control")).contains("max-age");
    }
    assertThat(stranger.get("/assets/overwinter.css").status()).isEqualTo(200);
    assertThat(stranger.get("/assets/none.css").status()).isEqualTo(404);
    assertThat(stranger.get("/assets/..%2f..%2fapplication.yaml").status()).isBetween(400, 404);
  }

  /// Spring looks into every jar for a path that may be a file's, at each link of each page: it was
  /// two fifths of what pages cost.
  @Test
  void aLinkToAPageIsNotLookedForAmongFiles() {
    var page = PathContainer.parsePath("/servers/abcdefgh");
    assertThat(platform.filePaths())
        .isNotEmpty()
        .noneMatch(path -> PathPatternParser.defaultInstance.parse(path).matches(page));
  }

  @Test
  void whatIsNowhereIsNotFoundHoweverItIsAsked() {
    var admin = platform.admin();
    assertThat(admin.get("/api/nowhere").status()).isEqualTo(404);
    assertThat(admin.get("/api/nowhere").text("detail")).isEqualTo("There is nothing here");
    assertThat(admin.post("/api/nowhere", "{}").status()).isEqualTo(404);
    assertThat(admin.get("/nowhere").status()).isEqualTo(404);
  }
}
