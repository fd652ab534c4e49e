package dev.overwinter.api.auth;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Limits wrong passwords and codes. Per caller and name together 5 in 15 minutes, per caller 20,
/// per name 100: guessing is hopeless, however many api processes are asked. Six digits are few,
/// and whoever has the password may have many addresses: of one account's codes, 20 wrong ones a
/// day. A caller who has proved a name before is not held to the limits of the name, so that
/// strangers who fail on an owner's name cannot lock the owner out; recovery codes are too long to
/// be guessed and are not held to the limit of the day.
///
/// A try counts before its password is looked at and is given back when it was right, or when
/// nobody judged it: a crowd that comes at once is counted one by one.
@Component
class LoginThrottle {
  private static final Duration WINDOW = Duration.ofMinutes(15);
  private static final Tries.Limit OF_BOTH = new Tries.Limit(5, WINDOW);
  private static final Tries.Limit OF_CALLER = new Tries.Limit(20, WINDOW);
  private static final Tries.Limit OF_NAME = new Tries.Limit(100, WINDOW);
  private static final Tries.Limit OF_DAY = new Tries.Limit(20, Duration.ofDays(1));

  // No login name can begin so: what is tried is never mistaken for somebody's name.
  private static final String CODE = "\0code ";
  private static final String RECOVERY = "\0recovery ";

  private final Tries tries;
  private final Clock clock;

  /// Who must wait, and how long.
  static final class TooManyTries extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Duration pause;

    private TooManyTries(Duration pause) {
      super("too many tries", null, false, false);
      this.pause = pause;
    }

    Duration pause() {
      return pause;
    }
  }

  LoginThrottle(Tries tries, Clock clock) {
    this.tries = tries;
    this.clock = clock;
  }

  /// Looks at a password, if this caller may try now.
  ///
  /// @param address of the caller
  /// @param name whose password it should be
  /// @param check present when it was right
  /// @throws TooManyTries when the caller must wait; nothing was looked at
  <T> Optional<T> attempt(String address, String name, Supplier<Optional<T>> check) {
    var caller = Callers.of(address);
    var pause = take(address, name);
    if (pause.isPositive()) {
      throw new TooManyTries(pause);
    }
    boolean judged = false;
    try {
      var found = check.get();
      judged = found.isEmpty();
      if (found.isPresent()) {
        tries.prove(both(caller, name), clock.instant());
      }
      return found;
    } finally {
      if (!judged) {
        tries.alone(
            List.of(caller(caller), name(name)),
            () -> limits(caller, name).keySet().forEach(tries::uncount));
      }
    }
  }

  /// Looks at a one-time or recovery code, if this caller may try now.
  ///
  /// @param name whose code it should be
  /// @throws TooManyTries when the caller must wait; nothing was looked at
  <T> Optional<T> attemptCode(
      String address, String name, String typed, Supplier<Optional<T>> check) {
    boolean digits = typed.replace(" ", "").matches("[0-9]{6}");
    return attempt(address, (digits ? CODE : RECOVERY) + name, check);
  }

  /// How many wrong codes were tried for an account within a day.
  int wrongCodes(String name) {
    return tries.counted(day(CODE + name), clock.instant());
  }

  private Duration take(String address, String name) {
    var caller = Callers.of(address);
    var longest = new AtomicReference<>(pause(caller, name));
    if (longest.get().isPositive()) {
      return longest.get(); // nothing is counted, so nobody has to wait for it
    }
    tries.alone(
        List.of(caller(caller), name(name)),
        () -> {
          longest.set(pause(caller, name));
          if (longest.get().isZero()) {
            count(address, caller, name);
          }
        });
    return longest.get();
  }

  private void count(String address, String caller, String name) {
    var now = clock.instant();
    limits(caller, name)
        .forEach((key, limit) -> {
          int counted = tries.count(key, limit.window(), now);
          if (limit.equals(OF_DAY) && counted == OF_DAY.most()) {
            tries.tell(address, "too many wrong codes", name.substring(CODE.length()), now);
          }
        });
  }

  private Duration pause(String caller, String name) {
    var known = Set.of(name(name), day(name));
    return tries.pauses(limits(caller, name), clock.instant()).entrySet().stream()
        .filter(limit -> !known.contains(limit.getKey()) || !tries.proved(both(caller, name)))
        .map(Map.Entry::getValue)
        .reduce(Duration.ZERO, LoginThrottle::max);
  }

  private static Map<String, Tries.Limit> limits(String caller, String name) {
    var limits = new LinkedHashMap<String, Tries.Limit>();
    limits.put(both(caller, name), OF_BOTH);
    limits.put(caller(caller), OF_CALLER);
    limits.put(name(name), OF_NAME);
    if (name.startsWith(CODE)) {
      limits.put(day(name), OF_DAY);
    }
    return limits;
  }

  @Scheduled(fixedDelay = 600_000, initialDelay = 120_000)
  void forget() {
    tries.forget(clock.instant());
  }

  private static String both(String caller, String name) {
    return "both " + caller + " " + name;
  }

  private static String caller(String caller) {
    return "caller " + caller;
  }

  private static String name(String name) {
    return "name " + name;
  }

  private static String day(String name) {
    return "day " + name;
  }

  private static Duration max(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }
}
