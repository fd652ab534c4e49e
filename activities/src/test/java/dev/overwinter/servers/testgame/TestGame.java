package dev.overwinter.servers.testgame;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Runs inside a container; one class file on `java.base` alone. Its environment says how it
/// behaves: see [Behaviour].
public final class TestGame {
  private static volatile boolean frozen;

  private TestGame() {}

  /// Plays.
  public static void main(String[] args) throws Exception {
    var environment = System.getenv();
    if (args.length > 0 && args[0].equals("install")) {
      install(environment);
      return;
    }
    if (environment.containsKey("BIG_WORLD")) {
      try (var big = new RandomAccessFile("/data/big", "rw")) {
        big.setLength(20L << 30);
      }
    }
    System.out.println("told by its command line: " + String.join(" ", args));
    countStart();
    report();
    Thread.sleep(Long.parseLong(environment.getOrDefault("READY_AFTER_MILLIS", "0")));
    if (environment.containsKey("EXIT_WITH")) {
      System.out.println("cannot find my level");
      System.exit(Integer.parseInt(environment.get("EXIT_WITH")));
    }
    if (environment.containsKey("EAT_MEMORY")) {
      eat();
    }
    if (environment.containsKey("PONGS_AT")) {
      var port = Integer.parseInt(environment.get("PONGS_AT"));
      Thread.ofVirtual().start(() -> pong(port));
    }
    if (environment.containsKey("RCON_PORT")) {
      var port = Integer.parseInt(environment.get("RCON_PORT"));
      Thread.ofVirtual().start(() -> rcon(port, environment.getOrDefault("RCON_SECRET", "")));
    }
    if (environment.containsKey("ONLY_DATAGRAMS")) {
      listenToPeople(false);
      return;
    }
    Thread.ofVirtual().start(() -> listenToPeople(environment.containsKey("IGNORES_STOP")));
    serve(environment.getOrDefault("PLAYERS", "0"), environment.containsKey("SILENT"));
  }

  private static void install(Map<String, String> environment) throws Exception {
    System.out.println(
        "installing into " + (Files.exists(Path.of("/data/begun")) ? "a rest" : "nothing"));
    report();
    Files.writeString(
        Path.of("/data/begun"), "x", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    Thread.sleep(Long.parseLong(environment.getOrDefault("INSTALL_MILLIS", "0")));
    System.out.println("installed as told: " + environment.getOrDefault("INSTALL_EXIT", "0"));
    System.exit(Integer.parseInt(environment.getOrDefault("INSTALL_EXIT", "0")));
  }

  private static void countStart() throws IOException {
    var file = Path.of("/data/starts");
    var starts = Files.exists(file) ? Integer.parseInt(Files.readString(file)) : 0;
    Files.writeString(file, Integer.toString(starts + 1));
    System.out.println("start " + (starts + 1) + " of this world");
  }

  private static void report() throws IOException {
    for (var line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("CapEff") || line.startsWith("NoNewPrivs") || line.startsWith("Uid")) {
        System.out.println(line.replace('\t', ' '));
      }
    }
    try {
      Files.writeString(Path.of("/intruder"), "was here");
      System.out.println("root is writable");
    } catch (IOException expected) {
      System.out.println("root is read-only");
    }
    Files.writeString(Path.of("/tmp/scratch"), "fine");
    var extra = Path.of("/extra/deep");
    if (Files.exists(extra)) {
      Files.writeString(extra.resolve("mine"), "kept");
      System.out.println("wrote into a second volume");
    }
    if (Files.exists(Path.of("/data/begun"))) {
      System.out.println("installed " + Files.size(Path.of("/data/begun")) + " times");
    }
  }

  private static void eat() {
    List<byte[]> eaten = new ArrayList<>();
    while (true) {
      eaten.add(new byte[8 << 20]);
      System.out.println("ate " + eaten.size());
    }
  }

  private static void listenToPeople(boolean ignores) {
    try (var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (var line = in.readLine(); line != null; line = in.readLine()) {
        System.out.println("told to " + line);
        if (line.equals("stop") && !ignores) {
          System.exit(0);
        }
        if (line.equals("leave")) {
          System.out.println("Saving and leaving for good");
          System.exit(5);
        }
        frozen = frozen || line.equals("freeze");
      }
    } catch (IOException closed) {
      System.out.println("nobody talks to me");
    }
  }

  @SuppressWarnings("InfiniteLoopStatement")
  private static void serve(String players, boolean silent) throws IOException {
    try (var server = new ServerSocket(25_565)) {
      System.out.println("ready");
      while (true) {
        var socket = server.accept();
        if (!silent && !frozen) {
          Thread.ofVirtual().start(() -> answer(socket, players));
        }
      }
    }
  }

  /// Answers each line by Source RCON.
  @SuppressWarnings("InfiniteLoopStatement")
  private static void rcon(int port, String password) {
    try (var server = new ServerSocket(port)) {
      System.out.println("listening for commands on " + port);
      while (true) {
        try (var socket = server.accept()) {
          converse(socket, password);
        } catch (IOException gone) {
          System.out.println("an operator has left");
        }
      }
    } catch (IOException e) {
      System.out.println("no commands: " + e);
    }
  }

  private static void converse(Socket socket, String password) throws IOException {
    var in = new DataInputStream(socket.getInputStream());
    while (true) {
      var size = Integer.reverseBytes(in.readInt());
      var id = Integer.reverseBytes(in.readInt());
      var type = Integer.reverseBytes(in.readInt());
      var text = new String(in.readNBytes(size - 10), StandardCharsets.UTF_8);
      in.readNBytes(2);
      if (type == 3) {
        packet(socket, text.equals(password) ? id : -1, 2, "");
      } else {
        System.out.println("commanded to " + text);
        packet(socket, id, 0, "\u00a7aheard <b>" + text + "</b>\nand\u0007 done");
      }
    }
  }

  private static void packet(Socket socket, int id, int type, String text) throws IOException {
    var body = text.getBytes(StandardCharsets.UTF_8);
    var packet = new ByteArrayOutputStream();
    var out = new DataOutputStream(packet);
    out.writeInt(Integer.reverseBytes(body.length + 10));
    out.writeInt(Integer.reverseBytes(id));
    out.writeInt(Integer.reverseBytes(type));
    out.write(body);
    out.write(new byte[2]);
    socket.getOutputStream().write(packet.toByteArray());
  }

  /// As Minecraft Bedrock Edition does.
  private static void pong(int port) {
    try (var socket = new DatagramSocket(port)) {
      System.out.println("listening for datagrams on " + port);
      while (!frozen) {
        var ping = new DatagramPacket(new byte[100], 100);
        socket.receive(ping);
        var text = "MCPE;world;1;1;2;12;".getBytes(StandardCharsets.UTF_8);
        var pong = new ByteArrayOutputStream();
        var out = new DataOutputStream(pong);
        out.writeByte(0x1c);
        out.write(ping.getData(), 1, 8);
        out.writeLong(1);
        out.write(ping.getData(), 9, 16);
        out.writeShort(text.length);
        out.write(text);
        socket.send(new DatagramPacket(pong.toByteArray(), pong.size(), ping.getSocketAddress()));
      }
    } catch (IOException e) {
      System.out.println("no datagrams: " + e);
    }
  }

  private static void answer(Socket socket, String players) {
    try (socket) {
      var in = new DataInputStream(socket.getInputStream());
      in.readNBytes(in.readByte());
      in.readNBytes(in.readByte());
      var json = "{\"players\":{\"max\":20,\"online\":" + players + "}}";
      var text = json.getBytes(StandardCharsets.UTF_8);
      var packet = new ByteArrayOutputStream();
      var out = new DataOutputStream(packet);
      out.writeByte(text.length + 2);
      out.writeByte(0);
      out.writeByte(text.length);
      out.write(text);
      socket.getOutputStream().write(packet.toByteArray());
    } catch (IOException gone) {
      System.out.println("somebody left in the middle");
    }
  }
}
