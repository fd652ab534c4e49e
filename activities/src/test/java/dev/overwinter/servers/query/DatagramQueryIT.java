package dev.overwinter.servers.query;

import static dev.overwinter.catalogue.GameProtocol.BEDROCK;
import static dev.overwinter.catalogue.GameProtocol.LUANTI;
import static dev.overwinter.catalogue.GameProtocol.RAW_UDP;
import static dev.overwinter.catalogue.GameProtocol.SATISFACTORY;
import static dev.overwinter.catalogue.GameProtocol.SOURCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.overwinter.catalogue.GameProtocol;
import dev.overwinter.servers.Endpoint;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Games that speak UDP, on real sockets, honest and not.
final class DatagramQueryIT {
  private static final String MAGIC = "00ffff00fefefefefdfdfdfd12345678";

  private final GameQuery query = new GameQuery(Duration.ofMillis(600));
  private final DatagramSocket game = open();
  private final int port = game.getLocalPort();
  private final List<byte[]> heard = new CopyOnWriteArrayList<>();

  @FunctionalInterface
  private interface Says {
    byte[] to(byte[] asked);
  }

  @AfterEach
  void close() {
    game.close();
  }

  @Test
  @Tag("P-10")
  void readsThePlayersOutOfAPong() {
    play(asked -> pong(asked, "MCPE;A world;800;1.21;5;40;123;more;Survival;1;19132;19133;"));
    assertThat(ask(BEDROCK)).isEqualTo(new Answer.Players(5, 40));
    assertThat(heard.getFirst()).hasSize(33).startsWith(1);
  }

  @Test
  @Tag("P-10")
  void takesAPongWithoutTextForAGameThatIsStillStarting() {
    play(asked -> pong(asked, ""));
    assertThat(ask(BEDROCK)).isInstanceOf(Answer.Loading.class);
    assertThat(ask(BEDROCK).ready()).isFalse();
  }

  @Test
  @Tag("P-10")
  void answersTheChallengeOfASourceGame() {
    var challenge = HexFormat.of().parseHex("a1b2c3d4");
    play(asked ->
        asked.length == 25
            ? joined(HexFormat.of().parseHex("ffffffff41"), challenge)
            : Arrays.equals(asked, 25, 29, challenge, 0, 4) ? info(9, 64, 2) : new byte[1]);
    // Nine, of whom two are machines.
    assertThat(ask(SOURCE)).isEqualTo(new Answer.Players(7, 64));
  }

  @Test
  void doesNotFollowChallengesForEver() {
    play(_ -> HexFormat.of().parseHex("ffffffff4101020304"));
    assertThat(ask(SOURCE)).isInstanceOf(Answer.Silent.class);
    assertThat(heard).hasSizeLessThan(10);
  }

  @ParameterizedTest
  @Tag("P-10")
  @CsvSource({"0, Loading", "1, Open", "2, Loading", "3, Open", "9, Silent"})
  void asksSatisfactoryHowFarItIs(int state, String expected) {
    play(asked ->
        little(24)
            .putShort((short) 0xf6d5)
            .put((byte) 1)
            .put((byte) 1)
            .putLong(ByteBuffer.wrap(asked).order(ByteOrder.LITTLE_ENDIAN).getLong(4))
            .put((byte) state)
            .array());
    assertThat(ask(SATISFACTORY).getClass().getSimpleName()).isEqualTo(expected);
  }

  @Test
  @Tag("P-10")
  void saysHelloToLuantiAndLeavesPolitely() {
    play(asked ->
        asked.length == 8 ? HexFormat.of().parseHex("4f45740300010003ffdc00010007") : new byte[0]);
    assertThat(ask(LUANTI)).isEqualTo(new Answer.Open());
    await()
        .untilAsserted(() ->
            assertThat(heard.getLast()).isEqualTo(HexFormat.of().parseHex("4f4574030007000003")));
  }

  @Test
  void survivesALostDatagram() {
    play(asked -> heard.size() < 2 ? new byte[0] : pong(asked, "MCPE;w;1;1;0;10;"));
    assertThat(ask(BEDROCK)).isEqualTo(new Answer.Players(0, 10));
  }

  @ParameterizedTest
  @EnumSource(names = {"BEDROCK", "SOURCE", "SATISFACTORY", "LUANTI"})
  void saysThatNobodyListens(GameProtocol protocol) {
    game.close();
    assertThat(ask(protocol)).isInstanceOf(Answer.Closed.class);
  }

  @ParameterizedTest
  @Tag("L-08")
  @EnumSource(names = {"BEDROCK", "SOURCE", "SATISFACTORY", "LUANTI", "RAW_UDP"})
  void neverTakesSilenceForAnEmptyGame(GameProtocol protocol) {
    var begun = System.nanoTime();
    assertThat(ask(protocol)).isInstanceOf(Answer.Silent.class);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
  }

  @ParameterizedTest
  @Tag("L-08")
  @EnumSource(names = {"BEDROCK", "SOURCE", "SATISFACTORY", "LUANTI"})
  void isNotMovedByNoise(GameProtocol protocol) {
    play(_ -> {
      var noise = new byte[ThreadLocalRandom.current().nextInt(2_000)];
      ThreadLocalRandom.current().nextBytes(noise);
      return noise;
    });
    for (var i = 0; i < 3; i++) {
      assertThat(ask(protocol).said()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ffff", "7fff", "0009"})
  void takesNoTextThatIsLongerThanItsDatagram(String length) {
    play(asked -> {
      var lie = joined(pong(asked, ""), new byte[1]);
      System.arraycopy(HexFormat.of().parseHex(length), 0, lie, 33, 2);
      return lie;
    });
    assertThat(ask(BEDROCK)).isInstanceOf(Answer.Silent.class);
  }

  @Test
  void takesNoInfoThatEndsEarly() {
    play(_ -> Arrays.copyOf(info(1, 2, 0), 12));
    assertThat(ask(SOURCE)).isInstanceOf(Answer.Silent.class);
  }

  @Test
  @Tag("P-10")
  void asksNothingOfAGameThatUnderstandsNothing() {
    play(asked -> asked);
    assertThat(ask(RAW_UDP)).isInstanceOf(Answer.Silent.class);
    assertThat(heard).isEmpty();
  }

  private Answer ask(GameProtocol protocol) {
    return query.ask(protocol, new Endpoint("127.0.0.1", port), false);
  }

  private static byte[] pong(byte[] asked, String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(35 + bytes.length)
        .put((byte) 0x1c)
        .put(asked, 1, 8)
        .putLong(42)
        .put(HexFormat.of().parseHex(MAGIC))
        .putShort((short) bytes.length)
        .put(bytes)
        .array();
  }

  private static byte[] info(int players, int max, int bots) {
    var texts = "a name\0a map\0folder\0a game\0".getBytes(StandardCharsets.UTF_8);
    return little(6 + texts.length + 20)
        .putInt(-1)
        .put((byte) 0x49)
        .put((byte) 17)
        .put(texts)
        .putShort((short) 730)
        .put((byte) players)
        .put((byte) max)
        .put((byte) bots)
        .array();
  }

  private static ByteBuffer little(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] joined(byte[] one, byte[] other) {
    return ByteBuffer.allocate(one.length + other.length).put(one).put(other).array();
  }

  private void play(Says says) {
    Thread.ofVirtual()
        .start(() -> {
          while (!game.isClosed()) {
            try {
              var packet = new DatagramPacket(new byte[2_048], 2_048);
              game.receive(packet);
              var asked = Arrays.copyOf(packet.getData(), packet.getLength());
              heard.add(asked);
              var answer = says.to(asked);
              if (answer.length > 0) {
                game.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
              }
            } catch (IOException closed) {
              return;
            }
          }
        });
  }

  private static DatagramSocket open() {
    try {
      return new DatagramSocket(0, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
