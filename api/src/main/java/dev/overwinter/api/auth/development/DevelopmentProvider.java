package dev.overwinter.api.auth.development;

import dev.overwinter.api.ApiConfig;
import dev.overwinter.api.IdentityProvider;
import dev.overwinter.api.InDevelopment;
import dev.overwinter.api.Secrets;
import dev.overwinter.api.SignInConfig;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/// The provider as the rest of the house sees it: one among others.
@Component
@Conditional(InDevelopment.class)
final class DevelopmentProvider implements IdentityProvider {
  static final String BASE = "/dev/oidc";

  private final String secret = Secrets.random();
  private final Set<String> hosts = new LinkedHashSet<>();
  private final Environment environment;

  DevelopmentProvider(ApiConfig config, Environment environment) {
    var own = config.bind();
    this.hosts.add(own.contains(":") ? "[" + own + "]" : own);
    this.hosts.addAll(List.of("localhost", "127.0.0.1", "[::1]"));
    this.environment = environment;
  }

  @Override
  public String name() {
    return SignInConfig.DEVELOPMENT;
  }

  @Override
  public String label() {
    return "Development";
  }

  @Override
  public String issuer() {
    return home(hosts.iterator().next()) + BASE;
  }

  @Override
  public String clientId() {
    return "overwinter";
  }

  @Override
  public String secret() {
    return secret;
  }

  /// Where somebody may come back to: this process, by each of this machine's names.
  List<String> callbacks() {
    return hosts.stream().map(host -> home(host) + "/auth/callback/" + name()).toList();
  }

  /// This process, by the name of this machine that a callback has, if that is one.
  String homeOf(String callback) {
    return home(
        hosts.stream()
            .filter(host -> callback.startsWith(home(host) + "/"))
            .findFirst()
            .orElse(hosts.iterator().next()));
  }

  /// The port is known when the web server listens, before anybody can ask.
  private String home(String host) {
    var port = environment.getRequiredProperty("local.server.port");
    return "http://" + host + ("80".equals(port) ? "" : ":" + port);
  }
}
