package dev.overwinter.api.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.platform.Http;
import dev.overwinter.platform.Platform;
import org.junit.jupiter.api.Test;

/// What runs, for admins.
final class WorkflowsIT {
  private final Platform platform = Platform.shared();
  private final Http admin =
      platform
          .stranger()
          .with("Cookie", "access_token=" + platform.token())
          .with("Accept", "text/html");

  @Test
  void anAdminSeesWhatRunsAndIsLedToTemporal() {
    var id =
        platform
            .admin()
            .post("/api/servers", "{\"friendly_name\":\"Kept\",\"game_image_id\":\"lobby\"}")
            .text("id");
    var link =
        "http://flows.example.org:8233/namespaces/default/workflows?query=WorkflowId%3D%22server%2F"
            + id
            + "%22";
    var page = admin.get("/workflows?wanted=" + id).body();
    assertThat(page.strip()).endsWith("</html>");
    assertThat(page)
        .contains("<code>server/" + id + "</code>", link, "href=\"/servers/" + id + "\"")
        .doesNotContain("node/local");
    assertThat(admin.get("/workflows?wanted=LOCAL").body()).contains("node/local");
    assertThat(admin.get("/workflows?wanted=%00%25").body()).contains("None.");
    assertThat(admin.get("/servers/" + id).body()).contains(link);
    assertThat(admin.get("/servers").body()).contains("href=\"/workflows\"");
  }

  @Test
  void nobodyElseSeesIt() {
    var player = platform.player("curious-player");
    assertThat(player.with("Accept", "text/html").get("/workflows").status()).isEqualTo(403);
    assertThat(platform.stranger().get("/workflows").status()).isIn(303, 401);
    var id =
        player
            .post("/api/servers", "{\"friendly_name\":\"Own\",\"game_image_id\":\"lobby\"}")
            .text("id");
    assertThat(player.get("/servers/" + id).body())
        .contains("Own")
        .doesNotContain("server/" + id + "</code>", "flows.example.org");
  }
}
