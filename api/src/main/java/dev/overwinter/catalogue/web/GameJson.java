package dev.overwinter.catalogue.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.overwinter.catalogue.GamePort;
import dev.overwinter.catalogue.GameTemplate;
import dev.overwinter.catalogue.Variable;
import java.util.List;
import java.util.Locale;

/// A catalogue entry as the API shows it.
///
/// @param id what `game_image_id` names
/// @param name what people read
/// @param friendlyName the same, in the word of the older API
/// @param dockerImage the image
/// @param description one sentence
/// @param protocol how the game speaks where players connect
/// @param defaultInternalPort that port inside the container
/// @param ports all ports, where players connect first
/// @param minRam memory limit, for example `512M`
/// @param minCpu cores, for example `0.5`
/// @param resources the same as numbers
/// @param priceClass what an hour of it costs, by name
/// @param variables what `env_vars` may hold
/// @param proxyProtocol whether new servers of it expect a PROXY protocol v2 header
/// @param answersAsleep whether server lists show it while it sleeps
public record GameJson(
    String id,
    String name,
    @JsonProperty("friendly_name") String friendlyName,
    @JsonProperty("docker_image") String dockerImage,
    String description,
    String protocol,
    @JsonProperty("default_internal_port") int defaultInternalPort,
    List<Port> ports,
    @JsonProperty("min_ram") String minRam,
    @JsonProperty("min_cpu") String minCpu,
    Limits resources,
    @JsonProperty("price_class") String priceClass,
    List<VariableJson> variables,
    @JsonProperty("proxy_protocol") boolean proxyProtocol,
    @JsonProperty("answers_asleep") boolean answersAsleep) {

  /// One port.
  ///
  /// @param name for example `game` or `query`
  /// @param protocol how the game speaks there
  /// @param transport `tcp` or `udp`
  /// @param port its number inside the container
  /// @param sameOutside whether the game listens inside on the number that players use
  public record Port(
      String name,
      String protocol,
      String transport,
      int port,
      @JsonProperty("same_outside") boolean sameOutside) {
    static Port of(GamePort port) {
      return new Port(
          port.name(),
          port.protocol().name(),
          port.protocol().transport().name().toLowerCase(Locale.ROOT),
          port.port(),
          port.sameOutside());
    }
  }

  /// What a running server may use.
  ///
  /// @param memoryBytes memory
  /// @param milliCpus thousandths of a core
  /// @param pids processes and threads
  public record Limits(
      @JsonProperty("memory_bytes") long memoryBytes,
      @JsonProperty("milli_cpus") int milliCpus,
      int pids) {}

  /// A setting that an owner may choose. A secret has no preset.
  ///
  /// @param name key in `env_vars`
  /// @param label what people read
  /// @param description one sentence; may be empty
  /// @param type `text`, `integer`, `boolean` (`TRUE` or `FALSE`) or `choice`
  /// @param preset the value when none is chosen; may be empty
  /// @param least lowest number, or fewest characters
  /// @param most highest number, or most characters
  /// @param choices the values of a choice
  /// @param required whether it must have a value
  /// @param secret whether its value is never shown again
  public record VariableJson(
      String name,
      String label,
      String description,
      String type,
      @JsonProperty("default") String preset,
      long least,
      long most,
      List<String> choices,
      boolean required,
      boolean secret) {
    static VariableJson of(Variable variable) {
      return new VariableJson(
          variable.name(),
          variable.label(),
          variable.description(),
          variable.kind().name().toLowerCase(Locale.ROOT),
          variable.secret() ? "" : variable.preset(),
          variable.least(),
          variable.most(),
          variable.choices(),
          variable.required(),
          variable.secret());
    }
  }

  /// The entry of a template.
  public static GameJson of(GameTemplate game) {
    var resources = game.resources();
    return new GameJson(
        game.id(),
        game.name(),
        game.name(),
        game.image(),
        game.description(),
        game.protocol().name(),
        game.port(),
        game.ports().stream().filter(port -> !port.hidden()).map(Port::of).toList(),
        (resources.memoryBytes() >> 20) + "M",
        String.format(Locale.ROOT, "%.2f", resources.milliCpus() / 1000.0),
        new Limits(resources.memoryBytes(), resources.milliCpus(), resources.pids()),
        game.priceClass(),
        game.variables().stream().map(VariableJson::of).toList(),
        game.proxyProtocol(),
        game.answersAsleep());
  }
}
