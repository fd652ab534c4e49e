package dev.overwinter.catalogue.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.catalogue.Channels;
import dev.overwinter.catalogue.GameTemplate;
import dev.overwinter.catalogue.JoinRule;
import dev.overwinter.catalogue.Variable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("S-13")
final class CatalogueFilesTest {
  private static final String GOOD =
      """
      id: game
      name: A game
      description: It is played.
      image: example/game:1.2
      protocol: RAW_TCP
      port: 7777
      dataPath: /data
      environment:
        MODE: "TRUE"
      resources:
        memory: 512 MiB
        cpus: 0.5
        pids: 64
      hardening:
        user: "1000:1000"
        readOnlyRoot: true
        egress: false
      stop:
        command: ""
        grace: 30s
      startTimeout: 2m
      """;

  @Test
  void readsAnEntry() {
    var game = good(GOOD);
    assertThat(game.resources().memoryBytes()).isEqualTo(512L << 20);
    assertThat(game.resources().milliCpus()).isEqualTo(500);
    assertThat(game.startTimeout()).isEqualTo(Duration.ofMinutes(2));
    assertThat(game.environment()).isEqualTo(Map.of("MODE", "TRUE"));
  }

  @Test
  @Tag("P-09")
  void playersAreIntroducedOnlyWhereAnEntrySaysSo() {
    assertThat(good(GOOD).proxyProtocol()).isFalse();
    assertThat(good(GOOD + "proxy_protocol: true\n").proxyProtocol()).isTrue();
    assertThat(good(GOOD + "proxy_protocol: false\n").proxyProtocol()).isFalse();
  }

  @Test
  void aHiddenPortIsAskedByTheNodeAndIsNobodysDoor() {
    var entry =
        CatalogueFiles.read(
            "rich.yaml",
            RICH.replace(
                "port: 2457, same_outside: true }\nvolumes",
                "port: 7878, hidden: true }\nvolumes"));
    assertThat(entry)
        .isInstanceOfSatisfying(
            CatalogueEntry.Good.class,
            good -> {
              var game = good.template();
              assertThat(game.portBlock()).isEqualTo(2);
              assertThat(game.doors(20_000))
                  .extracting(placed -> placed.port().name())
                  .containsExactly("game", "query");
              assertThat(game.placed(20_000).getLast().inside()).isEqualTo(7_878);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id: game|id: Game!|id",
        "startTimeout: 2m|proxy_protocol: maybe|proxy_protocol",
        "name: A game|name: 7|name",
        "image: example/game:1.2|image: example/game|image",
        "image: example/game:1.2|image: example/game:latest|image",
        "protocol: RAW_TCP|protocol: QUIC|protocol",
        "port: 7777|port: 70000|port",
        "dataPath: /data|dataPath: data|dataPath",
        "MODE: \"TRUE\"|MODE: TRUE|environment.MODE",
        "MODE: \"TRUE\"|LD_PRELOAD: \"x\"|environment.LD_PRELOAD",
        "memory: 512 MiB|memory: 512|resources.memory",
        "cpus: 0.5|cpus: 0|resources.cpus",
        "pids: 64|pid: 64|resources.pids",
        "user: \"1000:1000\"|user: root|hardening.user",
        "readOnlyRoot: true|readOnlyRoot: maybe|hardening.readOnlyRoot",
        "grace: 30s|grace: 30|stop.grace",
        "startTimeout: 2m|startTimeout: 0s|startTimeout",
      })
  void namesTheFileAndTheKeyOfAMistake(String right, String wrong, String key) {
    var text = GOOD.replace(right, wrong);
    assertThat(text).isNotEqualTo(GOOD);
    assertThat(CatalogueFiles.read("game.yaml", text))
        .isInstanceOfSatisfying(
            CatalogueEntry.Bad.class,
            bad ->
                assertThat(bad.problems())
                    .anySatisfy(problem -> {
                      assertThat(problem.file()).isEqualTo("game.yaml");
                      assertThat(problem.key()).isEqualTo(key);
                      assertThat(problem.expected()).contains("expected");
                    }));
  }

  @ParameterizedTest
  @CsvSource({
    "''",
    "'- a'",
    "'id: ['",
    "'id: !!javax.script.ScriptEngineManager []'",
    "'id: game'"
  })
  void refusesWhatIsNoEntryAtAll(String text) {
    assertThat(CatalogueFiles.read("x.yaml", text)).isInstanceOf(CatalogueEntry.Bad.class);
  }

  private static final String RICH =
      """
      id: rich
      name: Rich
      description: Says all that can be said.
      image: example/rich@sha256:9db7b59979c38555a39def84a31fb98b5296952f9e3afd4f6f11f05b07adfab0
      price_class: large
      ports:
        - name: game
          protocol: RAW_UDP
          port: 2456
          joins: { min_bytes: 512, prefix_hex: "20ff" }
        - { name: query, protocol: SOURCE, port: 2457, same_outside: true }
        - { name: api, protocol: RAW_TCP, port: 2457, same_outside: true }
      volumes:
        - { name: world, path: /config }
        - { name: mods, path: /opt/mods }
      environment:
        PORT: "{{port.query}}"
        HEAP: "{{heap.mib}}M"
      variables:
        - { name: PASS, label: Password, kind: text, least: 5, most: 64, required: true, secret: true }
        - { name: SLOTS, label: Slots, kind: integer, least: 1, most: 10, preset: 4 }
        - { name: CHEATS, label: Cheats, kind: boolean, preset: "FALSE" }
        - { name: MODE, label: Mode, kind: choice, choices: [easy, hard], preset: easy }
      arguments: [-slots, "{{env.SLOTS}}", -pass, "{{env.PASS}}"]
      resources:
        memory: 4 GiB
        cpus: 2
        pids: 512
        heap: { percent: 80, overhead: 512 MiB }
      hardening: { user: "0:0", readOnlyRoot: false, egress: true }
      channels:
        readiness: { kind: log_line, pattern: 'Game \\w+ connected' }
        query: { kind: protocol, port: query }
        command: none
      stop: { command: save-all, grace: 2m, stop_line: "^Bye" }
      startTimeout: 20m
      idle: { after: 30m, minimum_awake: 10m }
      answers_asleep: false
      proxy_protocol: true
      install: { command: [sh, -c, "true"], limit: 10m }
      """;

  @Test
  void readsAllThatAnEntryCanSay() {
    var game = good(RICH);
    assertThat(game.portBlock()).isEqualTo(2);
    assertThat(game.ports().getFirst().joins()).isEqualTo(new JoinRule(512, "20ff"));
    assertThat(game.port("api").orElseThrow().sameOutside()).isTrue();
    assertThat(game.volumes()).hasSize(2);
    assertThat(game.variables()).extracting(Variable::kind).containsExactly(Variable.Kind.values());
    assertThat(game.variables().get(1).preset()).isEqualTo("4");
    assertThat(game.resources().heapMib()).isEqualTo((4096 - 512) * 80 / 100);
    assertThat(game.environment("x", 20_000)).containsEntry("PORT", "20001");
    assertThat(game.channels().readiness().pattern()).isEqualTo("Game \\w+ connected");
    assertThat(game.channels().command()).isEqualTo(Channels.Command.NONE);
    assertThat(game.stop().stopLine()).isEqualTo("^Bye");
    assertThat(game.idle().idle()).isEqualTo(Duration.ofMinutes(30));
    assertThat(game.answersAsleep()).isFalse();
    assertThat(game.proxyProtocol()).isTrue();
    assertThat(game.priceClass()).isEqualTo("large");
    assertThat(game.install()).isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "protocol: RAW_UDP|protocol: QUIC|ports[0].protocol|8",
        "min_bytes: 512|min_bytes: 0|ports[0].joins.min_bytes|10",
        "\"20ff\"|\"2\"|ports[0].joins.prefix_hex|10",
        "name: query,|name: game,|ports[1].name|11",
        "name: api, protocol: RAW_TCP|name: api, protocol: RAW_UDP|ports[2].port|12",
        "name: api, protocol: RAW_TCP,|name: api, protocol: RAW_TCP, hidden: true,|ports[2].same_outside|12",
        "name: mods,|name: world,|volumes[1].name|15",
        "path: /opt/mods|path: /config|volumes[1].path|15",
        "{{heap.mib}}|{{heap.mb}}|environment.HEAP|18",
        "PORT: \"{{port.query}}\"|PORT: \"2457\"|ports[1].same_outside|11",
        "name: PASS,|name: LD_PRELOAD,|variables[0].name|20",
        "name: PASS,|name: RCON_PASSWORD,|variables[0].name|20",
        "name: PASS,|name: JAVA_TOOL_OPTIONS,|variables[0].name|20",
        "secret: true }|secret: true, preset: hunter2 }|variables[0].preset|20",
        "preset: 4 }|preset: 11 }|variables[1].preset|21",
        "least: 1, most: 10, preset: 4|most: 10, preset: 4|variables[1].least|21",
        "least: 1, most: 10|least: 11, most: 10|variables[1].least|21",
        "preset: 4 }|}|arguments|24",
        "choices: [easy, hard]|choices: []|variables[3].choices|23",
        "name: MODE,|name: SLOTS,|variables[3].name|23",
        "name: MODE,|name: PORT,|variables[3].name|23",
        "{{env.SLOTS}}|{{env.SLOT}}|arguments|24",
        "percent: 80|percent: 101|resources.heap.percent|29",
        "kind: log_line|kind: hope|channels.readiness.kind|32",
        "w+ connected|w+ (connected|channels.readiness.pattern|32",
        "port: query }|port: game }|channels.query.port|33",
        "port: query }|port: none }|channels.query.port|33",
        "command: none|command: telnet|channels.command|34",
        "command: none|command: rcon#  rcon: { port: api, password: RCON_PW }|channels.rcon.port|35",
        "command: none|command: rcon#  rcon: { port: api, password: PASS }|channels.rcon.password|35",
        "command: none|command: rcon#  rcon: { port: api, password: LD_X }|channels.rcon.password|35",
        "command: none|command: stdin#  rcon: { port: api, password: RCON_PW }|channels.rcon|35",
        "\"^Bye\"|\"[Bye\"|stop.stop_line|35",
        "after: 30m|after: 30|idle.after|37",
        "answers_asleep: false|answers_asleep: no|answers_asleep|38",
        "command: [sh, -c, \"true\"]|command: []|install.command|40",
        "price_class: large|price-class: large|price-class|5",
        "startTimeout: 20m|startTimeout: 20m#startTimeout: 30m|startTimeout|37",
      })
  void namesTheLineOfAMistake(String right, String wrong, String key, int line) {
    var text = RICH.replace(right, wrong.replace('#', '\n'));
    assertThat(text).isNotEqualTo(RICH);
    assertThat(problems(text))
        .anySatisfy(problem -> {
          assertThat(problem.key()).isEqualTo(key);
          assertThat(problem.line()).as(problem.toString()).isEqualTo(line);
          assertThat(problem.expected()).contains("expected");
        });
  }

  @Test
  void namesEveryMistakeOfAFileAtOnce() {
    var text =
        RICH.replace("name: Rich", "name: 7")
            .replace("port: 2456", "port: x")
            .replace("least: 5", "least: -1")
            .replace("grace: 2m", "grace: soon");
    assertThat(problems(text))
        .extracting(CatalogueProblem::key)
        .containsExactly("name", "ports[0].port", "variables[0].least", "stop.grace");
    assertThat(problems(text).getFirst())
        .hasToString("game.yaml:2:7: name: 7 (expected: text of 1 to 64 characters)");
  }

  @Test
  void whatCannotBeAskedHasToDeclareItsReadiness() {
    assertThat(problems(GOOD.replace("protocol: RAW_TCP", "protocol: RAW_UDP")))
        .extracting(CatalogueProblem::key)
        .containsExactly("channels");
  }

  @Test
  void brokenYamlIsSaidWithItsLine() {
    assertThat(problems("id: game\nname: [\nport: }\n"))
        .singleElement()
        .satisfies(problem -> assertThat(problem.line()).isEqualTo(3));
  }

  private static GameTemplate good(String text) {
    if (CatalogueFiles.read("game.yaml", text) instanceof CatalogueEntry.Good(var template)) {
      return template;
    }
    throw new AssertionError(CatalogueFiles.read("game.yaml", text));
  }

  private static List<CatalogueProblem> problems(String text) {
    if (CatalogueFiles.read("game.yaml", text) instanceof CatalogueEntry.Bad(var problems)) {
      return problems;
    }
    throw new AssertionError("no problem was found");
  }
}
