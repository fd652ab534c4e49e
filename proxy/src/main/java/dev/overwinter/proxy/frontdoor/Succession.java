package dev.overwinter.proxy.frontdoor;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has the kernel deal all new connections of shared ports to the process that came later, while
/// this one still listens: a handshake belongs to the socket that got its first packet, and closing
/// that socket resets it. Who leaves so, and waits a little before it closes, loses nobody.
///
/// The JDK has no name for this socket option, so the C library is called; nothing of that is
/// loaded before a hand-over. Where it cannot be done, new connections are dealt out as before.
/// Blocks on files: not for event loops.
final class Succession {
  private static final Logger log = LoggerFactory.getLogger(Succession.class);

  // <asm/socket.h> of x86-64 and AArch64, <linux/filter.h>.
  private static final int SOL_SOCKET = 1;
  private static final int SO_ATTACH_REUSEPORT_CBPF = 51;
  private static final short BPF_RET_K = 0x06;
  private static final int PROGRAM_BYTES = 16;
  private static final int INSTRUCTION_BYTES = 8;

  /// Sockets of one port are numbered as they began to listen. Where there is no second one the
  /// kernel falls back to the one that there is, also when this one has been closed.
  private static final int SECOND = 1;

  private Succession() {}

  /// Prefers whoever listens on the same ports beside this process.
  ///
  /// @return for how many sockets that could be asked
  static int prefer(Set<Integer> ports) {
    try (var arena = Arena.ofConfined()) {
      var program = program(arena);
      var setsockopt = setsockopt();
      var done = 0;
      for (var socket : ListeningSockets.on(ports)) {
        var refused =
            (int)
                setsockopt.invokeExact(
                    (int) socket, SOL_SOCKET, SO_ATTACH_REUSEPORT_CBPF, program, PROGRAM_BYTES);
        done += refused == 0 ? 1 : 0;
      }
      return done;
    } catch (IOException | IllegalCallerException e) {
      log.info("new connections cannot be sent to the successor alone: {}", e.toString());
      return 0;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e); // a call into the C library throws nothing
    }
  }

  /// A filter of one instruction: always the second socket.
  private static MemorySegment program(Arena arena) {
    var instruction = arena.allocate(INSTRUCTION_BYTES, Integer.BYTES);
    instruction.set(JAVA_SHORT, 0, BPF_RET_K);
    instruction.set(JAVA_INT, Integer.BYTES, SECOND);
    var program = arena.allocate(PROGRAM_BYTES, Long.BYTES);
    program.set(JAVA_SHORT, 0, (short) 1);
    program.set(ADDRESS, Long.BYTES, instruction);
    return program;
  }

  @SuppressWarnings(
      "restricted") // a wrong descriptor would break the process: it is <sys/socket.h>'s
  private static MethodHandle setsockopt() {
    var linker = Linker.nativeLinker();
    var address = linker.defaultLookup().findOrThrow("setsockopt");
    return linker.downcallHandle(
        address, FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  }
}
