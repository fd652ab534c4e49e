package dev.overwinter.catalogue;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// One entry of the catalogue: everything a node needs to run a game and the proxy to front it.
///
/// @param id stable key, for example `lobby`
/// @param name what people read
/// @param description one sentence for the create page
/// @param image Docker image, pinned by tag or digest
/// @param ports what it listens on; the first is where players connect
/// @param volumes what outlives its container; the first is the world
/// @param environment fixed environment of the game, in key order; may hold placeholders
/// @param variables what an owner may choose
/// @param arguments command line of the game; empty for the image's own; may hold placeholders
/// @param resources limits
/// @param hardening lock-down
/// @param channels how the platform talks with it
/// @param stop how it is asked to leave
/// @param startTimeout how long one start may take before it counts as failed
/// @param idle when a new server sleeps
/// @param answersAsleep whether queries are answered while it sleeps
/// @param proxyProtocol whether the game expects a PROXY protocol v2 header on every connection;
///   what a new server of it begins with
/// @param priceClass what an hour of it costs, by name
/// @param install what fills its volumes before the first start; null when nothing does
public record GameTemplate(
    String id,
    String name,
    String description,
    String image,
    List<GamePort> ports,
    List<GameVolume> volumes,
    Map<String, String> environment,
    List<Variable> variables,
    List<String> arguments,
    Resources resources,
    Hardening hardening,
    Channels channels,
    StopRule stop,
    Duration startTimeout,
    IdleRule idle,
    boolean answersAsleep,
    boolean proxyProtocol,
    String priceClass,
    @Nullable Install install) {

  /// What a game costs that says nothing.
  public static final String USUAL_PRICE = "standard";

  public GameTemplate {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(description, "description");
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(resources, "resources");
    Objects.requireNonNull(hardening, "hardening");
    Objects.requireNonNull(channels, "channels");
    Objects.requireNonNull(stop, "stop");
    Objects.requireNonNull(idle, "idle");
    Objects.requireNonNull(priceClass, "priceClass");
    ports = List.copyOf(ports);
    volumes = List.copyOf(volumes);
    variables = List.copyOf(variables);
    arguments = List.copyOf(arguments);
    if (ports.isEmpty() || volumes.isEmpty()) {
      throw new IllegalArgumentException("ports and volumes must not be empty");
    }
    if (ports.getFirst().hidden()) {
      throw new IllegalArgumentException("hidden: players connect to the first port");
    }
    if (startTimeout.isNegative() || startTimeout.isZero()) {
      throw new IllegalArgumentException("startTimeout: " + startTimeout + " (expected: > 0)");
    }
    // Sorted, because the environment reaches histories and Docker: its order must not vary by JVM.
    environment = Collections.unmodifiableMap(new TreeMap<>(environment));
  }

  /// A game with one port and one volume that is as usual in all else.
  public GameTemplate(
      String id,
      String name,
      String description,
      String image,
      GameProtocol protocol,
      int port,
      String dataPath,
      Map<String, String> environment,
      Resources resources,
      Hardening hardening,
      StopRule stop,
      Duration startTimeout,
      boolean proxyProtocol) {
    this(
        id,
        name,
        description,
        image,
        List.of(GamePort.only(protocol, port)),
        List.of(new GameVolume("world", dataPath)),
        environment,
        List.of(),
        List.of(),
        resources,
        hardening,
        Channels.of(GamePort.only(protocol, port)),
        stop,
        startTimeout,
        IdleRule.USUAL,
        true,
        proxyProtocol,
        USUAL_PRICE,
        null);
  }

  /// Reads what any version of ours has written: one port and one volume were all that the first
  /// could say.
  @JsonCreator
  static GameTemplate read(
      @JsonProperty("id") String id,
      @JsonProperty("name") String name,
      @JsonProperty("description") String description,
      @JsonProperty("image") String image,
      @JsonProperty("protocol") @Nullable GameProtocol protocol,
      @JsonProperty("port") int port,
      @JsonProperty("dataPath") @Nullable String dataPath,
      @JsonProperty("ports") @Nullable List<GamePort> ports,
      @JsonProperty("volumes") @Nullable List<GameVolume> volumes,
      @JsonProperty("environment") Map<String, String> environment,
      @JsonProperty("variables") @Nullable List<Variable> variables,
      @JsonProperty("arguments") @Nullable List<String> arguments,
      @JsonProperty("resources") Resources resources,
      @JsonProperty("hardening") Hardening hardening,
      @JsonProperty("channels") @Nullable Channels channels,
      @JsonProperty("stop") StopRule stop,
      @JsonProperty("startTimeout") Duration startTimeout,
      @JsonProperty("idle") @Nullable IdleRule idle,
      @JsonProperty("answersAsleep") @Nullable Boolean answersAsleep,
      @JsonProperty("proxyProtocol") boolean proxyProtocol,
      @JsonProperty("priceClass") @Nullable String priceClass,
      @JsonProperty("install") @Nullable Install install) {
    var doors = ports == null ? List.of(GamePort.only(protocol, port)) : ports;
    return new GameTemplate(
        id,
        name,
        description,
        image,
        doors,
        volumes == null
            ? List.of(new GameVolume("world", Objects.requireNonNull(dataPath, "dataPath")))
            : volumes,
        environment,
        variables == null ? List.of() : variables,
        arguments == null ? List.of() : arguments,
        resources,
        hardening,
        channels == null ? Channels.of(doors.getFirst()) : channels,
        stop,
        startTimeout,
        idle == null ? IdleRule.USUAL : idle,
        answersAsleep == null || answersAsleep,
        proxyProtocol,
        priceClass == null ? USUAL_PRICE : priceClass,
        install);
  }

  /// How players speak where they connect.
  public GameProtocol protocol() {
    return ports.getFirst().protocol();
  }

  /// Its first port, as the template numbers it.
  public int port() {
    return ports.getFirst().port();
  }

  /// Where the world lies in the container.
  public String dataPath() {
    return volumes.getFirst().path();
  }

  /// The port of a name; empty when there is none.
  public Optional<GamePort> port(String named) {
    return ports.stream().filter(port -> port.name().equals(named)).findFirst();
  }

  /// How many public ports a server of it needs. They are consecutive; TCP and UDP of one number
  /// share one.
  public int portBlock() {
    return numbers().size();
  }

  /// Where the ports of one server are, hidden ones among them.
  ///
  /// @param publicPort first of its block
  public List<PlacedPort> placed(int publicPort) {
    var numbers = numbers();
    var placed = new ArrayList<PlacedPort>();
    for (var port : ports) {
      var outside = port.hidden() ? 0 : publicPort + numbers.indexOf(port.port());
      placed.add(new PlacedPort(port, outside, port.sameOutside() ? outside : port.port()));
    }
    return placed;
  }

  /// The same without the hidden ones: what players use.
  public List<PlacedPort> doors(int publicPort) {
    return placed(publicPort).stream().filter(PlacedPort::open).toList();
  }

  private List<Integer> numbers() {
    return ports.stream().filter(port -> !port.hidden()).map(GamePort::port).distinct().toList();
  }

  /// The environment of one server, its placeholders replaced. Sealed values stay sealed.
  public Map<String, String> environment(String serverId, int publicPort) {
    var placeholders = Placeholders.of(this, serverId, publicPort);
    var resolved = new TreeMap<String, String>();
    // What an owner has written is text, whatever it looks like.
    environment.forEach(
        (key, value) -> resolved.put(key, chosen(key) ? value : placeholders.resolve(value)));
    return resolved;
  }

  private boolean chosen(String name) {
    return channels.madeSecret().filter(name::equals).isPresent()
        || variables.stream().anyMatch(variable -> variable.name().equals(name));
  }

  /// The command line of one server, its placeholders replaced.
  ///
  /// @param environment of the same server, for `{{env.NAME}}`
  public List<String> arguments(String serverId, int publicPort, Map<String, String> environment) {
    var placeholders = Placeholders.of(this, serverId, publicPort).with(environment);
    return arguments.stream().map(placeholders::resolve).toList();
  }

  /// Placeholders in it that mean nothing.
  public Set<String> unknownPlaceholders() {
    var known = new TreeMap<>(environment);
    variables.forEach(variable -> known.putIfAbsent(variable.name(), variable.preset()));
    channels.madeSecret().ifPresent(name -> known.putIfAbsent(name, ""));
    var placeholders = Placeholders.of(this, "", 1);
    var unknown = new TreeSet<String>();
    environment.values().forEach(value -> unknown.addAll(placeholders.unknown(value)));
    arguments.forEach(value -> unknown.addAll(placeholders.with(known).unknown(value)));
    return unknown;
  }

  /// The same game with an owner's choices in its environment.
  public GameTemplate choosing(Map<String, String> values) {
    var chosen = new TreeMap<>(environment);
    chosen.putAll(values);
    return new GameTemplate(
        id,
        name,
        description,
        image,
        ports,
        volumes,
        chosen,
        variables,
        arguments,
        resources,
        hardening,
        channels,
        stop,
        startTimeout,
        idle,
        answersAsleep,
        proxyProtocol,
        priceClass,
        install);
  }
}
