package dev.overwinter.api;

import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;

/// The api process: `java -cp … dev.overwinter.api.ApiMain`. Everything it can be told is in
/// [ApiConfig].
@SpringBootApplication(
    scanBasePackages = {
      "dev.overwinter.api",
      "dev.overwinter.billing.web",
      "dev.overwinter.servers.web",
      "dev.overwinter.catalogue.web",
      "dev.overwinter.nodes.web",
      "dev.overwinter.sessions.web",
      "dev.overwinter.rooms.web",
      "dev.overwinter.universe.web"
    },
    exclude = UserDetailsServiceAutoConfiguration.class)
public class ApiMain {
  private static final Logger LOG = LoggerFactory.getLogger(ApiMain.class);
  private static final int CARRIERS = 32;

  /// Starts the api and returns when it serves.
  public static void main(String[] arguments) {
    moreCarriers(); // before the first virtual thread
    try {
      var config = ApiConfig.from(System.getenv());
      LOG.info("{}", config);
      config.sharedHost().ifPresent(told -> LOG.warn("{}", told));
      application(config).run(arguments);
    } catch (IllegalArgumentException e) {
      LOG.error("api: {}", e.getMessage());
      System.exit(2);
    }
  }

  /// A virtual thread that waits while a class is made ready keeps its processor's only carrier. On
  /// two processors two of them are enough: seen, whoever made the class ready waited for a third
  /// that held a lock of the class path and had no carrier left.
  private static void moreCarriers() {
    var key = "jdk.virtualThreadScheduler.parallelism";
    if (System.getProperty(key) == null) {
      System.setProperty(
          key, Integer.toString(Math.max(CARRIERS, Runtime.getRuntime().availableProcessors())));
    }
  }

  /// The application with its configuration, not yet started.
  ///
  /// @throws IllegalArgumentException when a secret is weak, or strangers would be served in the
  ///   clear; except for development
  public static SpringApplication application(ApiConfig config) {
    if (!config.signIn().development()) {
      StrongSecrets.check(config);
    }
    TlsConfig.check(config);
    var application = new SpringApplication(ApiMain.class);
    application.setDefaultProperties(properties(config));
    if (config.signIn().development()) {
      LOG.warn("development profile: whoever reaches this machine's loopback may be admin");
    }
    if (config.payments().provider() == PaymentsConfig.Provider.SIMULATED) {
      LOG.warn("payments are simulated: whoever asks for credits gets them");
    }
    application.addInitializers(
        (ApplicationContextInitializer<GenericApplicationContext>)
            context -> context.registerBean(ApiConfig.class, () -> config));
    return application;
  }

  private static Map<String, Object> properties(ApiConfig config) {
    var properties = new LinkedHashMap<String, Object>();
    properties.put("server.port", config.port());
    properties.put("server.address", config.bind());
    properties.putAll(config.tls().properties());
    properties.put("spring.datasource.url", config.database().url());
    properties.put("spring.datasource.username", config.database().user());
    properties.put("spring.datasource.password", config.database().password());
    return properties;
  }
}
