package dev.overwinter.lab.lobby;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.overwinter.lab.lobby.image.GuestVisit;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import net.minestom.server.network.packet.client.handshake.ClientHandshakePacket.Intent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LobbyServerIT {
  /// Handshake of protocol 775 for `localhost` with next state 1, then a status request.
  private static final byte[] STATUS =
      HexFormat.of().parseHex("1000870609" + "6c6f63616c686f7374" + "63dd01" + "0100");

  @TempDir private Path data;

  @Test
  void answersAStatusRequest() throws IOException {
    try (var lobby = new LobbyProcess(data, Map.of("LOBBY_MOTD", "hi", "LOBBY_MAX_PLAYERS", "7"))) {
      JsonObject status = status(lobby.port());

      assertThat(status.get("description").toString()).contains("hi");
      assertThat(status.getAsJsonObject("players").get("max").getAsInt()).isEqualTo(7);
      assertThat(status.getAsJsonObject("version").get("protocol").getAsInt()).isEqualTo(775);
    }
  }

  @Test
  void letsPlayersInByLoginAndByTransfer() throws IOException {
    try (var lobby = new LobbyProcess(data, Map.of());
        var _ = GuestVisit.join(lobby.port(), "Ada", Intent.LOGIN);
        var _ = GuestVisit.join(lobby.port(), "Bob", Intent.TRANSFER)) {
      await().until(() -> lobby.log().contains("Bob joined (2 online)"));
      assertThat(status(lobby.port()).getAsJsonObject("players").get("online").getAsInt())
          .isEqualTo(2);
    }
  }

  /// Minestom alone drops 1 in 20 of such quick ones.
  @Test
  void dropsNobodyWhoAnswersAtOnce() throws IOException {
    try (var lobby = new LobbyProcess(data, Map.of())) {
      for (int i = 0; i < 200; i++) {
        GuestVisit.join(lobby.port(), "Ada" + i, Intent.LOGIN).close();
      }
      assertThat(lobby.log()).doesNotContain("NullPointerException");
    }
  }

  @Test
  void turnsAwayWhoFindsItFull() throws IOException {
    try (var lobby = new LobbyProcess(data, Map.of("LOBBY_MAX_PLAYERS", "1"));
        var _ = GuestVisit.join(lobby.port(), "Ada", Intent.LOGIN)) {
      await().until(() -> lobby.log().contains("Ada joined"));

      assertThatThrownBy(() -> GuestVisit.join(lobby.port(), "Bob", Intent.LOGIN).close())
          .hasMessageContaining("full");
    }
  }

  @Test
  void keepsItsVisitorsAcrossAStopBySignal() throws Exception {
    try (var lobby = new LobbyProcess(data, Map.of());
        var ada = GuestVisit.join(lobby.port(), "Ada", Intent.LOGIN)) {
      await().until(() -> lobby.log().contains("Ada joined"));
      lobby.signal();
      assertThat(lobby.exitCode()).isZero();
      assertThatThrownBy(() -> ada.stay(Duration.ofSeconds(5))).isInstanceOf(IOException.class);
    }
    try (var lobby = new LobbyProcess(data, Map.of());
        var _ = GuestVisit.join(lobby.port(), "Ada", Intent.LOGIN)) {
      await().until(() -> lobby.log().contains("Ada joined"));
      lobby.console("stop");
      assertThat(lobby.exitCode()).isZero();
    }
    assertThat(save().get("visits").getAsInt()).isEqualTo(2);
  }

  @Test
  void losesAtMostOneSaveIntervalWhenKilled() throws Exception {
    try (var lobby = new LobbyProcess(data, Map.of("LOBBY_SAVE_SECONDS", "1"));
        var _ = GuestVisit.join(lobby.port(), "Ada", Intent.LOGIN)) {
      await().until(() -> Files.exists(data.resolve("lobby.json")) && visits() == 1);
      lobby.kill();
    }
    assertThat(save().getAsJsonObject("visitors").has("ada")).isTrue();
  }

  @Test
  void refusesToStartOverASaveThatItCannotRead() throws Exception {
    Files.writeString(data.resolve("lobby.json"), "torn");
    try (var lobby = new LobbyProcess(data, Map.of())) {
      assertThat(lobby.exitCode()).isEqualTo(1);
      assertThat(lobby.log()).contains("not a save");
    }
  }

  @Test
  void refusesAnUnknownSetting() throws Exception {
    try (var lobby = new LobbyProcess(data, Map.of("LOBBY_TYPO", "1"))) {
      assertThat(lobby.exitCode()).isEqualTo(2);
    }
  }

  private int visits() throws IOException {
    return save().get("visits").getAsInt();
  }

  private JsonObject save() throws IOException {
    return JsonParser.parseString(Files.readString(data.resolve("lobby.json"))).getAsJsonObject();
  }

  private static JsonObject status(int port) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(STATUS);
      var in = new DataInputStream(socket.getInputStream());
      varInt(in);
      assertThat(varInt(in)).isZero();
      byte[] json = in.readNBytes(varInt(in));
      return JsonParser.parseString(new String(json, StandardCharsets.UTF_8)).getAsJsonObject();
    }
  }

  private static int varInt(DataInputStream in) throws IOException {
    int value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.readByte();
      value |= (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }
}
