package dev.overwinter.lab.acceptance.playtest;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.TreeMap;

/// Sends everything back, on one port for connections and two for datagrams, and falls over when it
/// is told to. One class on `java.base` alone, so that its file is all that an image needs.
public final class PlaytestGame {
  private static final Path WORLD = Path.of("/data");
  private static final int FELL_OVER = 139;

  private PlaytestGame() {}

  /// Plays, or fills the world when the first argument is `install`.
  public static void main(String[] args) throws Exception {
    if (args.length > 0 && args[0].equals("install")) {
      install();
      return;
    }
    new TreeMap<>(System.getenv())
        .forEach((name, value) -> {
          if (name.startsWith("PLAY_")) {
            System.out.println("told: " + name + "=" + value);
          }
        });
    System.out.println("my command line: " + String.join(" ", args));
    if (Files.exists(WORLD.resolve("installed"))) {
      System.out.println("installed: " + Files.readString(WORLD.resolve("installed")));
    }
    var port = Integer.parseInt(System.getenv("PLAY_PORT"));
    Thread.ofVirtual().start(() -> datagrams(port));
    Thread.ofVirtual().start(() -> datagrams(Integer.parseInt(System.getenv("PLAY_QUERY_PORT"))));
    connections(port);
  }

  private static void install() throws Exception {
    Files.writeString(
        WORLD.resolve("begun"), "x", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    for (var step = 1; step <= 8; step++) {
      System.out.println("filling the world, step " + step + " of 8");
      Thread.sleep(500);
    }
    var begun = Files.size(WORLD.resolve("begun"));
    Files.writeString(WORLD.resolve("installed"), "begun " + begun + " times");
  }

  private static void connections(int port) throws IOException {
    try (var listener = new ServerSocket(port)) {
      System.out.println("ready for players");
      while (true) {
        var player = listener.accept();
        Thread.ofVirtual().start(() -> play(player));
      }
    }
  }

  private static void play(Socket player) {
    try (player) {
      var bytes = new byte[1024];
      for (var n = player.getInputStream().read(bytes);
          n >= 0;
          n = player.getInputStream().read(bytes)) {
        heard(new String(bytes, 0, n, StandardCharsets.UTF_8));
        player.getOutputStream().write(bytes, 0, n);
      }
    } catch (IOException gone) {
      System.out.println("a player is gone");
    }
  }

  private static void datagrams(int port) {
    try (var socket = new DatagramSocket(port)) {
      var packet = new DatagramPacket(new byte[2048], 2048);
      while (true) {
        socket.receive(packet);
        heard(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8));
        socket.send(packet);
        packet.setLength(2048);
      }
    } catch (IOException e) {
      System.out.println("no datagrams on " + port + ": " + e);
    }
  }

  private static void heard(String words) {
    if (words.startsWith("join: fall over")) {
      System.out.println("falling over");
      System.out.flush();
      Runtime.getRuntime().halt(FELL_OVER);
    }
  }
}
