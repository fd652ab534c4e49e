package dev.overwinter.rooms.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.resource.VersionResourceResolver;

/// The files of the rooms' pages. Their scripts name each other, so they are versioned together: a
/// page never runs with one file of today and one of yesterday.
@Configuration(proxyBeanMethods = false)
class RoomAssets implements WebMvcConfigurer {
  private static final String FILES = "classpath:/static/assets/rooms/";

  @Override
  public void addResourceHandlers(ResourceHandlerRegistry registry) {
    registry
        .addResourceHandler("/assets/rooms/**")
        .addResourceLocations(FILES)
        .setCacheControl(CacheControl.maxAge(Duration.ofHours(1)).cachePublic())
        .resourceChain(true)
        .addResolver(new VersionResourceResolver().addFixedVersionStrategy(version(), "/**"));
  }

  /// A hash of all that is in them.
  private static String version() {
    try {
      var files = new PathMatchingResourcePatternResolver().getResources(FILES + "*");
      Arrays.sort(files, Comparator.comparing(file -> String.valueOf(file.getFilename())));
      var hash = MessageDigest.getInstance("SHA-256");
      for (Resource file : files) {
        hash.update(String.valueOf(file.getFilename()).getBytes(StandardCharsets.UTF_8));
        hash.update(file.getContentAsByteArray());
      }
      return HexFormat.of().formatHex(hash.digest(), 0, 16);
    } catch (IOException | NoSuchAlgorithmException e) {
      throw new IllegalStateException("the files of the rooms' pages cannot be read", e);
    }
  }
}
