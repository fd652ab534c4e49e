package dev.overwinter.sessions.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.overwinter.platform.Chromium;
import dev.overwinter.platform.Http;
import dev.overwinter.platform.Platform;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The page of sessions with a row of every kind, as a browser shows it.
final class SessionsPageIT {
  private static final List<String> TAGS =
      List.of("0A0001", "0A0002", "0A0003", "0A0004", "0A0005", "0A0006");

  private final Platform platform = Platform.shared();
  private final Http admin = platform.admin();

  @BeforeEach
  void rows() {
    var sql = platform.sql();
    sql.sql(
            """
            INSERT INTO sessions (id, tag, version, state, reason, state_since, joinable, pool,
                   owner, house, price_class, micros_per_hour, machine, unit, droplet_id, ipv4,
                   region, size, snapshot, clients, loose, last_change, spec, created_at, updated_at,
                   over_at)
            SELECT lower(tag) || '-page0001', tag, 1, state, reason, now(), state = 'READY', '',
                   owner, 'admin', 'session', 0, machine, 'ow-sess-' || lower(tag) || '-page0001-a1',
                   7, ip, 'fra1', 's-1vcpu-1gb', '1', 0, 0, 'test', '{}'::jsonb, now(), now(),
                   CASE WHEN state = 'FAILED' THEN now() END
            FROM (VALUES ('0A0001', 'READY', 'admin', '203.0.113.41', '', ''),
                         ('0A0002', 'CREATING', 'somebody-with-a-very-long-name', NULL, '', ''),
                         ('0A0003', 'WARM', NULL, '203.0.113.42', '', ''),
                         ('0A0004', 'ENDING', 'admin', '203.0.113.43', '',
                          'its last player left ten minutes ago, and the provider is asked to destroy its droplet'),
                         ('0A0005', 'READY', 'admin', '203.0.113.44', '203.0.113.44', ''),
                         ('0A0006', 'FAILED', 'admin', NULL, '', 'no droplet came up in three attempts'))
                 AS row_of (tag, state, owner, ip, machine, reason)
            """)
        .update();
    sql.sql(
            """
            INSERT INTO session_pools (id, version, region, size, snapshot, least, most, target,
                   warm, coming, paused_until, why, spec, settings, updated_at)
            VALUES ('page-pool', 1, 'fra1', 's-1vcpu-1gb', '1', 1, 5, 2, 1, 1,
                    now() + interval '1 minute', 'sold out', '{}', '{}', now())
            """)
        .update();
    sql.sql("INSERT INTO session_orphans (unit, destroyed_at) VALUES ('ow-sess-gone-a1', now())")
        .update();
  }

  @AfterEach
  void noRows() {
    var sql = platform.sql();
    sql.sql("DELETE FROM sessions WHERE id LIKE '%-page0001'").update();
    sql.sql("DELETE FROM session_pools WHERE id = 'page-pool'").update();
    sql.sql("DELETE FROM session_orphans WHERE unit = 'ow-sess-gone-a1'").update();
  }

  @Test
  void thePageShowsEveryKindOfRow() {
    var page = admin.with("Accept", "text/html").get("/sessions");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.body())
        .contains(TAGS)
        .contains("203.0.113.41", "page-pool", "ow-sess-gone-a1", "End session 0A0001?");
  }

  @Test
  void itFitsPhonesAndDesksByDayAndByNight() {
    try (var chromium = new Chromium()) {
      for (var scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
        for (int width : new int[] {375, 1440}) {
          look(chromium, scheme, width);
        }
      }
    }
  }

  private void look(Chromium chromium, ColorScheme scheme, int width) {
    var options =
        new Browser.NewContextOptions()
            .setViewportSize(width, 900)
            .setColorScheme(scheme)
            .setExtraHTTPHeaders(Map.of("Authorization", "Bearer " + platform.token()));
    var what = width + " px, " + scheme;
    try (var visitor = chromium.visitor(options)) {
      var page = visitor.newPage();
      page.navigate(platform.url() + "/sessions");
      page.screenshot(
          new Page.ScreenshotOptions()
              .setFullPage(true)
              .setClip(0, 0, width, 1_300) // other tests have left many more
              .setPath(Path.of("target", "pages", "sessions-" + width + "-" + scheme + ".png")));
      for (var tag : TAGS) {
        assertThat(page.getByText(tag).first().isVisible()).as(tag + " at " + what).isTrue();
      }
      assertThat(page.evaluate("document.documentElement.scrollWidth"))
          .as("nothing hangs over at " + what)
          .isEqualTo(width);
      assertThat(page.evaluate(CUT_OFF)).as("tables that are cut off at " + what).isEqualTo(0);
      assertThat(page.evaluate(SQUEEZED)).as("cells a letter wide at " + what).isEqualTo(List.of());
      assertThat(page.evaluate(UNREADABLE))
          .as("texts that can hardly be read at " + what)
          .isEqualTo(List.of());
    }
  }

  private static final String CUT_OFF =
      """
      [...document.querySelectorAll('.scroll')].filter(e => e.scrollWidth > e.clientWidth).length
      """;

  private static final String SQUEEZED =
      """
      [...document.querySelectorAll('td:not(:has(form))')].filter(e => e.clientHeight > 130)
        .map(e => e.textContent)
      """;

  /// Texts whose contrast to what is behind them is less than 4.5 to 1.
  private static final String UNREADABLE =
      """
      () => {
        const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
        const rgb = (css, under) => {
          canvas.fillStyle = `rgb(${under.join(',')})`;
          canvas.fillRect(0, 0, 1, 1);
          canvas.fillStyle = css;
          canvas.fillRect(0, 0, 1, 1);
          return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
        };
        const light = c => {
          const [r, g, b] = c.map(v => v / 255)
            .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const behind = element => {
          const parents = [];
          for (let e = element; e; e = e.parentElement) parents.unshift(e);
          return parents.reduce((under, e) => rgb(getComputedStyle(e).backgroundColor, under),
            matchMedia('(prefers-color-scheme: dark)').matches ? [0, 0, 0] : [255, 255, 255]);
        };
        const bad = [];
        for (const cell of document.querySelectorAll('main *')) {
          const own = [...cell.childNodes].some(n => n.nodeType === 3 && n.data.trim());
          if (!own || !cell.checkVisibility()) continue;
          const back = behind(cell);
          const [a, b] = [light(rgb(getComputedStyle(cell).color, back)), light(back)];
          const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
          if (ratio < 4.5) bad.push(`${cell.tagName} ${cell.textContent.trim().slice(0, 40)} ${ratio.toFixed(2)}`);
        }
        return bad;
      }
      """;
}
