package dev.overwinter.api.auth.oidc;

import java.util.regex.Pattern;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;

/// Checks the issuer of a provider that many tenants share, as Microsoft's `common` is: the token's
/// issuer must be the provider's template with the token's own tenant in it.
///
/// @param template for example `https://login.microsoftonline.com/{tenantid}/v2.0`
record SharedIssuer(String template) implements OAuth2TokenValidator<Jwt> {
  private static final Pattern TENANT =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  @Override
  public OAuth2TokenValidatorResult validate(Jwt token) {
    var tenant = token.getClaims().get("tid");
    return tenant instanceof String id
            && TENANT.matcher(id).matches()
            && template.replace("{tenantid}", id).equals(token.getClaimAsString("iss"))
        ? OAuth2TokenValidatorResult.success()
        : OAuth2TokenValidatorResult.failure(
            new OAuth2Error("invalid_id_token", "the issuer is not the tenant's", null));
  }
}
