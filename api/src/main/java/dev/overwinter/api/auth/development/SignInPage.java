package dev.overwinter.api.auth.development;

import dev.overwinter.api.InDevelopment;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.context.annotation.Conditional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Where a developer types a name instead of a password. What we have asked the provider for goes
/// through the page and back, so that nothing has to be kept meanwhile.
@Controller
@Hidden
@Conditional(InDevelopment.class)
final class SignInPage {
  static final String PATH = DevelopmentProvider.BASE + "/sign-in";
  static final String AUTHORIZE = DevelopmentProvider.BASE + "/oauth2/authorize";

  private static final String REFUSED = "refused";
  private static final Set<String> OWN =
      Set.of(TypedName.NAME, TypedName.NEW_PERSON, REFUSED, "_csrf");

  @GetMapping(PATH)
  String page(@RequestParam Map<String, String> asked, Model model) {
    var fields = new LinkedHashMap<>(asked);
    fields.keySet().removeAll(OWN);
    model.addAttribute("fields", fields);
    model.addAttribute(REFUSED, asked.containsKey(REFUSED));
    return "auth/development";
  }

  /// The page for a request to the provider: without a name, or with one that will not do.
  static String locationFor(HttpServletRequest request) {
    var fields =
        request.getParameterMap().entrySet().stream()
            .filter(field -> !OWN.contains(field.getKey()))
            .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()[0]))
            .collect(Collectors.joining("&"));
    return PATH + "?" + fields + ("POST".equals(request.getMethod()) ? "&" + REFUSED + "=1" : "");
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
