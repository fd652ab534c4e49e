package dev.overwinter.billing.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.overwinter.api.auth.Actor;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.security.access.AccessDeniedException;

final class BillingRightsTest {
  private static final Actor ALICE = new Actor("1", "alice", false, false, 0, "t", Instant.MAX);
  private static final Actor ADMIN = new Actor("2", "admin", true, false, 0, "t", Instant.MAX);

  @Test
  void everybodySeesTheirOwnAndOnlyAnAdminAnothers() {
    assertThat(BillingController.whose(ALICE, null)).isEqualTo("alice");
    assertThat(BillingController.whose(ALICE, "alice")).isEqualTo("alice");
    assertThatThrownBy(() -> BillingController.whose(ALICE, "bob"))
        .isInstanceOf(AccessDeniedException.class);
    assertThat(BillingController.whose(ADMIN, "bob")).isEqualTo("bob");
  }

  @Test
  void whatPeopleChoseIsNoFormulaAndBreaksNoTable() {
    var line =
        new BillingReads.Line(
            1,
            "k",
            "GRANT",
            -5,
            5,
            Instant.EPOCH,
            "=HYPERLINK(\"http://x\")",
            "",
            "s1",
            "@sum, \"two\"\nlines",
            null,
            null,
            null,
            null);
    var table = Csv.of(new BillingReads.Statement(YearMonth.of(2026, 11), 10, 5, List.of(line)));
    assertThat(table)
        .contains("\"'=HYPERLINK(\"\"http://x\"\")\"")
        .contains("\"'@sum, \"\"two\"\"\nlines\"")
        .contains(",-0.000005,0.000005\r\n")
        .endsWith("CLOSING,,,,,,,,,,0.000005\r\n");
  }
}
