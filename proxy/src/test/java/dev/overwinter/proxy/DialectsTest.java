package dev.overwinter.proxy;

import static dev.overwinter.proxy.Datagrams.bedrockJoin;
import static dev.overwinter.proxy.Datagrams.bedrockPing;
import static dev.overwinter.proxy.Datagrams.challenged;
import static dev.overwinter.proxy.Datagrams.hex;
import static dev.overwinter.proxy.Datagrams.luantiHello;
import static dev.overwinter.proxy.Datagrams.luantiInit;
import static dev.overwinter.proxy.Datagrams.satisfactoryPoll;
import static dev.overwinter.proxy.Datagrams.sourceInfo;
import static dev.overwinter.proxy.Datagrams.sourceJoin;
import static dev.overwinter.proxy.Datagrams.sourcePlayers;
import static dev.overwinter.proxy.Datagrams.sourceRules;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.catalogue.GameProtocol;
import dev.overwinter.catalogue.JoinRule;
import dev.overwinter.proxy.bedrock.BedrockDialect;
import dev.overwinter.proxy.config.ProxyConfig;
import dev.overwinter.proxy.luanti.LuantiDialect;
import dev.overwinter.proxy.raw.RawDialect;
import dev.overwinter.proxy.route.Doorway;
import dev.overwinter.proxy.route.Route;
import dev.overwinter.proxy.satisfactory.SatisfactoryDialect;
import dev.overwinter.proxy.source.SourceDialect;
import dev.overwinter.proxy.wake.Dialect;
import dev.overwinter.proxy.wake.Dialect.Answer;
import dev.overwinter.proxy.wake.Dialect.Word;
import dev.overwinter.servers.Endpoint;
import dev.overwinter.servers.RouteDoor;
import dev.overwinter.servers.RouteView;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What each game's datagrams mean, and what is answered.
class DialectsTest {
  private static final InetSocketAddress HOME =
      new InetSocketAddress(InetAddress.ofLiteral("203.0.113.7"), 50_000);
  private static final InetSocketAddress ELSEWHERE =
      new InetSocketAddress(InetAddress.ofLiteral("203.0.113.8"), 50_000);
  private static final Clock NOW = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

  private final Dialect bedrock = new BedrockDialect(new ProxyConfig.Bedrock(800, "1.21.80"));
  private final Dialect source = new SourceDialect(NOW);
  private final Dialect satisfactory = new SatisfactoryDialect();
  private final Dialect luanti = new LuantiDialect();
  private final Dialect raw = new RawDialect();

  private record Said(Answer kind, ByteBuffer bytes) {
    byte[] array() {
      var copy = new byte[bytes.remaining()];
      bytes.get(bytes.position(), copy);
      return copy;
    }
  }

  @Test
  void aBedrockPingIsAQuestionAndItsAnswerNamesTheServer() {
    assertThat(hear(bedrock, bedrockPing())).isEqualTo(Word.QUESTION);
    assertThat(hear(bedrock, Arrays.copyOf(bedrockPing(), 25))).isEqualTo(Word.QUESTION);
    var said = ask(bedrock, bedrockPing(), HOME);
    assertThat(said.kind()).isEqualTo(Answer.LONG);
    var out = said.bytes();
    assertThat(out.get()).isEqualTo((byte) 0x1c);
    assertThat(out.getLong()).isEqualTo(0xabcdefL);
    var server = out.getLong();
    assertThat(out.getLong()).isEqualTo(0x00ffff00fefefefeL);
    assertThat(out.getLong()).isEqualTo(0xfdfdfdfd12345678L);
    assertThat((int) out.getShort()).isEqualTo(out.remaining());
    assertThat(StandardCharsets.UTF_8.decode(out).toString())
        .isEqualTo(
            "MCPE;Winter | Zzz;800;1.21.80;0;20;"
                + Long.toUnsignedString(server)
                + ";Overwinter;Survival;1;4000;4000;");
  }

  @Test
  void onlyAnOpenConnectionRequestJoinsABedrockServer() {
    assertThat(hear(bedrock, bedrockJoin())).isEqualTo(Word.JOIN);
    assertThat(hear(bedrock, Arrays.copyOf(bedrockJoin(), 548))).isEqualTo(Word.JOIN);
    assertThat(hear(bedrock, Arrays.copyOf(bedrockJoin(), 100))).isEqualTo(Word.NOISE);
    var unsigned = bedrockJoin();
    unsigned[5] ^= 1;
    assertThat(hear(bedrock, unsigned)).isEqualTo(Word.NOISE);
    assertThat(hear(bedrock, hex("84 000000"))).isEqualTo(Word.NOISE);
  }

  @Test
  void whatAGameAnswersToAnybodyIsNobodysSession() {
    for (var ping : List.of(bedrockPing(), hex("01"), hex("02 00"))) {
      assertThat(bedrock.sessionless(ByteBuffer.wrap(ping))).isTrue();
    }
    for (var own : List.of(bedrockJoin(), hex("84 000000"), hex("c0"), new byte[0])) {
      assertThat(bedrock.sessionless(ByteBuffer.wrap(own))).isFalse();
    }
    for (var kind : List.of("54", "55", "56", "57", "69")) {
      assertThat(source.sessionless(ByteBuffer.wrap(hex("ffffffff" + kind)))).isTrue();
    }
    for (var own : List.of(sourceJoin(), hex("ffffffff"), hex("fffffffe 54"), new byte[0])) {
      assertThat(source.sessionless(ByteBuffer.wrap(own))).isFalse();
    }
    assertThat(satisfactory.sessionless(ByteBuffer.wrap(satisfactoryPoll()))).isTrue();
    for (var own : List.of(new byte[64], hex("d5f6"), hex("d5f6 01 01"), new byte[0])) {
      assertThat(satisfactory.sessionless(ByteBuffer.wrap(own))).isFalse();
    }
    assertThat(luanti.sessionless(ByteBuffer.wrap(luantiHello()))).isFalse();
  }

  @Test
  void aSourceServerAnswersOnlyWhoIsWhereItSays() {
    for (var question : List.of(sourceInfo(), sourcePlayers(), sourceRules())) {
      assertThat(hear(source, question)).isEqualTo(Word.QUESTION);
      var challenge = ask(source, question, HOME);
      assertThat(challenge.kind()).isEqualTo(Answer.SHORT);
      assertThat(challenge.array()).hasSize(9).startsWith(hex("ffffffff 41"));
      var again = challenged(question, challenge.array());
      assertThat(hear(source, again)).isEqualTo(Word.QUESTION);
      assertThat(ask(source, again, HOME).kind()).isEqualTo(Answer.VERIFIED);
      assertThat(ask(source, again, ELSEWHERE).array()).startsWith(hex("ffffffff 41"));
    }
  }

  @Test
  void aSourceChallengeGrowsOld() {
    var challenge = ask(source, sourceInfo(), HOME).array();
    var again = challenged(sourceInfo(), challenge);
    assertThat(ask(source, again, HOME).kind()).isEqualTo(Answer.VERIFIED);
    var later = new SourceDialect(Clock.offset(NOW, Duration.ofSeconds(90)));
    assertThat(ask(later, again, HOME).kind()).isEqualTo(Answer.SHORT);
  }

  @Test
  void theAnswersOfASleepingSourceServerAreWellFormed() {
    assertThat(verified(sourceInfo()))
        .isEqualTo(
            hex(
                "ffffffff 49 11"
                    + "57696e746572207c205a7a7a00" // Winter | Zzz
                    + "61736c65657000" // asleep
                    + "6f76657277696e74657200" // overwinter
                    + "6c6f62627900" // lobby
                    + "0000 00 14 00 64 6c 00 00"
                    + "312e302e302e3000"
                    + "00"));
    assertThat(verified(sourcePlayers())).isEqualTo(hex("ffffffff 44 00"));
    assertThat(verified(sourceRules()))
        .isEqualTo(hex("ffffffff 45 0100 6f76657277696e7465725f737461746500 61736c65657000"));
  }

  @Test
  void aRequestToConnectJoinsASourceServer() {
    assertThat(hear(source, sourceJoin())).isEqualTo(Word.JOIN);
    assertThat(hear(source, hex("ffffffff 6b 18000000"))).isEqualTo(Word.JOIN);
    assertThat(hear(source, hex("ffffffff 71"))).isEqualTo(Word.NOISE);
    assertThat(hear(source, hex("00ffffff 71 0000000000"))).isEqualTo(Word.NOISE);
  }

  @Test
  void aSatisfactoryPollIsAnsweredWithItsCookie() {
    assertThat(hear(satisfactory, satisfactoryPoll())).isEqualTo(Word.QUESTION);
    assertThat(ask(satisfactory, satisfactoryPoll(), HOME).array())
        .isEqualTo(
            hex(
                "d5f6 01 01 1032547698badcfe 00 00000000 0000000000000000 00"
                    + "0600 57696e746572 01"));
    assertThat(hear(satisfactory, hex("d5f6 01 01 1032547698badcfe 01"))).isEqualTo(Word.NOISE);
    assertThat(hear(satisfactory, new byte[8])).isEqualTo(Word.NOISE);
    assertThat(hear(satisfactory, new byte[40])).isEqualTo(Word.JOIN);
  }

  @Test
  void aLuantiPlayerHasAName() {
    assertThat(hear(luanti, luantiHello())).isEqualTo(Word.QUESTION);
    assertThat(hear(luanti, luantiInit("singer_1"))).isEqualTo(Word.JOIN);
    assertThat(hear(luanti, luantiInit(""))).isEqualTo(Word.QUESTION);
    assertThat(hear(luanti, luantiInit("no spaces"))).isEqualTo(Word.QUESTION);
    assertThat(hear(luanti, Arrays.copyOf(luantiInit("singer"), 22))).isEqualTo(Word.QUESTION);
    assertThat(hear(luanti, hex("4f457402 0000 00 03 ffdc 01"))).isEqualTo(Word.NOISE);
    var reliable = hex("4f457403 0000 01 03 ffdd 01 0002 1d 0000 0025 002c 0001 61");
    assertThat(hear(luanti, reliable)).isEqualTo(Word.JOIN);
  }

  @Test
  void onlyNamesOfTheListWakeALuantiServer() {
    var way = way(Views.allowing(Views.view(GameProtocol.LUANTI, 4000, "ASLEEP", null), "Singer"));
    assertThat(luanti.hear(ByteBuffer.wrap(luantiInit("singer")), way)).isEqualTo(Word.JOIN);
    assertThat(luanti.hear(ByteBuffer.wrap(luantiInit("dancer")), way)).isEqualTo(Word.NOISE);
    var awake =
        way(
            Views.allowing(
                Views.view(GameProtocol.LUANTI, 4000, "AWAKE", new Endpoint("127.0.0.1", 1)),
                "Singer"));
    assertThat(luanti.hear(ByteBuffer.wrap(luantiInit("dancer")), awake)).isEqualTo(Word.JOIN);
  }

  @Test
  void aRawGameDeclaresItsJoins() {
    var door = new RouteDoor("game", GameProtocol.RAW_UDP, 4000, 4000, new JoinRule(6, "cafe"));
    var way = way(Views.doors("ASLEEP", null, door));
    var joins = Map.of("cafe00000000", true, "cafe0000", false, "caff00000000", false, "", false);
    joins.forEach((datagram, joined) ->
        assertThat(raw.hear(ByteBuffer.wrap(hex(datagram)), way))
            .isEqualTo(joined ? Word.JOIN : Word.NOISE));
  }

  /// Whatever comes, nothing is thrown, nothing is moved, and nobody unproven gets more than it
  /// sent except where the protocol leaves no other way.
  @Test
  @Tag("P-13")
  void noBytesAtAllDoHarm() {
    var seed = System.nanoTime();
    var random = new Random(seed);
    var samples =
        List.of(
            bedrockPing(),
            bedrockJoin(),
            sourceInfo(),
            sourcePlayers(),
            sourceJoin(),
            satisfactoryPoll(),
            luantiHello(),
            luantiInit("singer"));
    for (var i = 0; i < 200_000; i++) {
      var bytes =
          i % 2 == 0 ? junk(random) : mutated(samples.get(random.nextInt(samples.size())), random);
      for (var dialect : List.of(bedrock, source, satisfactory, luanti, raw)) {
        harmless(dialect, bytes, seed);
      }
    }
  }

  private static void harmless(Dialect dialect, byte[] bytes, long seed) {
    // Somewhere in the middle, as a buffer may be.
    var datagram = ByteBuffer.allocate(bytes.length + 9).position(4).put(bytes).flip().position(4);
    var word = dialect.hear(datagram, WAY);
    dialect.overhear(datagram, WAY);
    assertThat(datagram.position()).isEqualTo(4);
    if (word == Word.QUESTION) {
      var answer = ByteBuffer.allocate(2048);
      var kind = dialect.answer(datagram, HOME, WAY, answer);
      assertThat(datagram.remaining()).as("seed " + seed).isEqualTo(bytes.length);
      assertThat(kind).as("seed " + seed).isNotEqualTo(Answer.VERIFIED);
      if (kind == Answer.LONG) {
        assertThat(answer.position()).as("seed " + seed).isLessThan(400);
      }
    }
  }

  private static byte[] junk(Random random) {
    var bytes = new byte[random.nextInt(64)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] mutated(byte[] sample, Random random) {
    var bytes = Arrays.copyOf(sample, random.nextInt(sample.length + 8));
    if (bytes.length > 0 && random.nextBoolean()) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    return bytes;
  }

  private static final Doorway WAY = way(Views.view(GameProtocol.BEDROCK, 4000, "ASLEEP", null));

  private static Doorway way(RouteView view) {
    return new Doorway(new Route(view, System.nanoTime()), view.doors().getFirst(), true);
  }

  private static Word hear(Dialect dialect, byte[] datagram) {
    return dialect.hear(ByteBuffer.wrap(datagram), WAY);
  }

  private static Said ask(Dialect dialect, byte[] question, InetSocketAddress from) {
    var answer = ByteBuffer.allocate(2048);
    var kind = dialect.answer(ByteBuffer.wrap(question), from, WAY, answer);
    return new Said(kind, answer.flip().order(java.nio.ByteOrder.BIG_ENDIAN));
  }

  private byte[] verified(byte[] question) {
    return ask(source, challenged(question, ask(source, question, HOME).array()), HOME).array();
  }
}
