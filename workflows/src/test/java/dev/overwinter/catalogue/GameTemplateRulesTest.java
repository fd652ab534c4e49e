package dev.overwinter.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.catalogue.Channels.Command;
import dev.overwinter.catalogue.Channels.Query;
import dev.overwinter.catalogue.Channels.QueryKind;
import dev.overwinter.catalogue.Channels.Readiness;
import dev.overwinter.catalogue.Channels.ReadinessKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class GameTemplateRulesTest {

  @Test
  @Tag("P-14")
  void portsOfOneNumberShareOnePublicNumberAndTheOthersFollow() {
    var placed = factory().placed(20_100);
    assertThat(placed).extracting(PlacedPort::outside).containsExactly(20_100, 20_100, 0, 20_101);
    assertThat(placed).extracting(PlacedPort::inside).containsExactly(20_100, 20_100, 7_878, 8_888);
    assertThat(factory().portBlock()).isEqualTo(2);
  }

  @Test
  void placeholdersAreReplacedOnceAndUnknownOnesAreNamed() {
    var game = factory();
    assertThat(game.environment("s1", 20_100))
        .containsEntry("PORT", "20100")
        .containsEntry("HEAP", "1792")
        .containsEntry("NAME", "{{wrong}}");
    assertThat(game.arguments("s1", 20_100, Map.of("MOTD", "{{server.id}}")))
        .containsExactly("-id", "s1", "-motd", "{{server.id}}");
    assertThat(game.choosing(Map.of("MOTD", "{{server.id}}")).environment("s1", 20_100))
        .containsEntry("MOTD", "{{server.id}}");
    assertThat(game.unknownPlaceholders()).containsExactly("{{wrong}}");
  }

  @Test
  @Tag("S-10")
  void valuesAreCheckedAgainstTheirKind() {
    var declared =
        List.of(
            new Variable(
                "SLOTS", "Slots", "", Variable.Kind.INTEGER, "8", 1, 64, List.of(), true, false),
            new Variable(
                "PASS", "Password", "", Variable.Kind.TEXT, "", 5, 64, List.of(), true, true),
            new Variable(
                "MODE",
                "Mode",
                "",
                Variable.Kind.CHOICE,
                "easy",
                0,
                0,
                List.of("easy", "hard"),
                false,
                false));
    assertThat(
            Variables.problems(
                declared, Map.of("PASS", "abc", "SLOTS", "65", "MODE", "x", "LD_PRELOAD", "y")))
        .containsOnlyKeys("PASS", "SLOTS", "MODE", "LD_PRELOAD")
        .allSatisfy((_, problem) -> assertThat(problem).doesNotContain("abc"));
    assertThat(Variables.problems(declared, Map.of())).containsOnlyKeys("PASS");
    assertThat(Variables.problems(declared, Map.of("PASS", "line\nbreak")))
        .containsOnlyKeys("PASS");
    assertThat(Variables.values(declared, Map.of("PASS", "secret")))
        .isEqualTo(Map.of("SLOTS", "8", "PASS", "secret", "MODE", "easy"));
  }

  private static GameTemplate factory() {
    return new GameTemplate(
        "satisfactory",
        "Satisfactory",
        "A factory.",
        "example/satisfactory:1",
        List.of(
            new GamePort("game", GameProtocol.SATISFACTORY, 7_777, true, JoinRule.ANYTHING),
            new GamePort("api", GameProtocol.RAW_TCP, 7_777, true, JoinRule.ANYTHING),
            new GamePort("rest", GameProtocol.RAW_TCP, 7_878, false, JoinRule.ANYTHING, true),
            new GamePort("messages", GameProtocol.RAW_TCP, 8_888, false, JoinRule.ANYTHING)),
        List.of(new GameVolume("world", "/config")),
        Map.of("PORT", "{{port.game}}", "HEAP", "{{heap.mib}}", "NAME", "{{wrong}}"),
        List.of(
            new Variable(
                "MOTD", "Motto", "", Variable.Kind.TEXT, "", 0, 80, List.of(), false, false)),
        List.of("-id", "{{server.id}}", "-motd", "{{env.MOTD}}"),
        new Resources(2L << 30, 1_000, 256, new HeapRule(100, 256)),
        new Hardening("1000:1000", true, false),
        new Channels(
            new Readiness(ReadinessKind.PROTOCOL, "game", ""),
            new Query(QueryKind.PROTOCOL, "game"),
            Command.NONE),
        new StopRule("", Duration.ofSeconds(60)),
        Duration.ofMinutes(5),
        IdleRule.USUAL,
        true,
        false,
        "large",
        null);
  }
}
