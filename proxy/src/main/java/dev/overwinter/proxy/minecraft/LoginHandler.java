package dev.overwinter.proxy.minecraft;

import dev.overwinter.proxy.frontdoor.Guest;
import dev.overwinter.proxy.route.Doorway;
import dev.overwinter.proxy.route.Route;
import dev.overwinter.proxy.traffic.Verdict;
import dev.overwinter.proxy.wake.HeldConnection;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;

/// Waits for the name of the player; what follows is for the game alone.
final class LoginHandler extends SimpleChannelInboundHandler<Frame> {
  private static final int LONGEST_NAME = 16;

  private final MinecraftDoor door;
  private final Guest guest;
  private final Handshake handshake;

  LoginHandler(MinecraftDoor door, Guest guest, Handshake handshake) {
    this.door = door;
    this.guest = guest;
    this.handshake = handshake;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, Frame frame) {
    var name = name(frame);
    var courtesy = new LoginCourtesy(handshake.protocol());
    var way = door.doorway(guest);
    if (way.isEmpty()) {
      refuse(ctx, courtesy, Verdict.NO_ROUTE, "This server is gone.");
    } else if (!guest.mayLogIn()) {
      refuse(ctx, courtesy, Verdict.RATE_LIMITED, "Too many attempts. Wait a moment.");
    } else if (!guest.mayPlay()) {
      refuse(ctx, courtesy, Verdict.TOO_MANY_PLAYERS, HeldConnection.CROWDED);
    } else if (!mayWake(way.get().route(), name)) {
      refuse(
          ctx,
          courtesy,
          Verdict.NOT_ALLOWED,
          "You are not on the list of who may wake this server.");
    } else {
      hold(ctx, way.get(), courtesy, frame);
    }
  }

  private void hold(ChannelHandlerContext ctx, Doorway way, LoginCourtesy courtesy, Frame frame) {
    guest.judge(Verdict.LOGIN);
    var pipeline = ctx.pipeline();
    var received = Unpooled.wrappedBuffer(handshake.wire(), frame.wire());
    pipeline.replace(this, LoginCourtesy.HELD, door.holds().hold(way, guest, courtesy, received));
    // Gives what it has not cut to the hold.
    pipeline.remove(MinecraftDoor.FRAMES);
  }

  private void refuse(
      ChannelHandlerContext ctx, LoginCourtesy courtesy, Verdict verdict, String reason) {
    guest.judge(verdict);
    courtesy.turnAway(ctx.channel(), reason);
  }

  /// The names on a list are those who may *wake*: an awake server decides for itself.
  private static boolean mayWake(Route route, String name) {
    var allowed = route.view().allowed();
    return allowed.isEmpty()
        || route.awakeAt().isPresent()
        || allowed.stream().anyMatch(name::equalsIgnoreCase);
  }

  private static String name(Frame frame) {
    var in = frame.body();
    if (Wire.readVarInt(in) != 0) {
      throw new MalformedPacket("login: another packet");
    }
    var name = Wire.readString(in, LONGEST_NAME);
    // Bedrock bridges prefix a dot or a star; nobody has blanks or control characters.
    if (name.isEmpty() || !name.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new MalformedPacket("login: no name");
    }
    return name;
  }
}
