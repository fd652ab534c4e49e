package dev.overwinter.proxy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/// Datagrams as clients send them, byte by byte.
public final class Datagrams {
  private static final String MAGIC = "00ffff00fefefefefdfdfdfd12345678";

  private Datagrams() {}

  /// Bytes from hexadecimal; blanks are for people.
  public static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }

  /// A Bedrock client's ping, 33 bytes.
  public static byte[] bedrockPing() {
    return hex("01 0000000000abcdef" + MAGIC + "1122334455667788");
  }

  /// A Bedrock client's first word, padded to a size that it tries.
  public static byte[] bedrockJoin() {
    return Arrays.copyOf(hex("05" + MAGIC + "0b"), 1_464);
  }

  /// A question for the info of a Source server, 25 bytes.
  public static byte[] sourceInfo() {
    return hex("ffffffff 54 536f7572636520456e67696e6520517565727900");
  }

  /// A question for its players without a challenge.
  public static byte[] sourcePlayers() {
    return hex("ffffffff 55 ffffffff");
  }

  /// A question for its rules without a challenge.
  public static byte[] sourceRules() {
    return hex("ffffffff 56 ffffffff");
  }

  /// The first word of somebody who joins a Source server.
  public static byte[] sourceJoin() {
    return hex("ffffffff 71 0000000030303030303030303000");
  }

  /// The same question with the challenge that a server has answered.
  public static byte[] challenged(byte[] question, byte[] answer) {
    var bare = question.length == 25 ? question : Arrays.copyOf(question, 5);
    return ByteBuffer.allocate(bare.length + 4).put(bare).put(answer, 5, 4).array();
  }

  /// A poll of a Satisfactory client.
  public static byte[] satisfactoryPoll() {
    return hex("d5f6 00 01 1032547698badcfe 01");
  }

  /// The empty reliable packet with which every Luanti client and scanner begins; as minetest 5.6.1
  /// sent it.
  public static byte[] luantiHello() {
    return hex("4f457403 0000 00 03 ffdc 01 0000");
  }

  /// A Luanti client's `TOSERVER_INIT`, as minetest 5.6.1 sent it 0.2 s later and then every 2 s.
  public static byte[] luantiInit(String name) {
    var text = name.getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(19 + text.length)
        .put(hex("4f457403 0000 01 01 0002 1d 0000 0025 0029"))
        .putShort((short) text.length)
        .put(text)
        .array();
  }

  /// A Terraria client's connect request.
  public static byte[] terrariaHello() {
    return hex("0f00 01 0b 5465727261726961323739");
  }
}
