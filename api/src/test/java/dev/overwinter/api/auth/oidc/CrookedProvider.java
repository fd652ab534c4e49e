package dev.overwinter.api.auth.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/// A provider that says whatever a test wants: what no honest provider can be made to say. It calls
/// itself as Microsoft's shared one does.
final class CrookedProvider implements AutoCloseable {
  private final HttpServer server;
  private final RSAKey key;
  private volatile Function<String, String> idToken = _ -> "";

  CrookedProvider() throws IOException, JOSEException {
    key = new RSAKeyGenerator(2048).keyID("crooked").generate();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/common/v2.0/.well-known/openid-configuration", this::describe);
    server.createContext(
        "/keys", call -> answer(call, new JWKSet(key.toPublicJWK()).toString(true)));
    server.createContext("/token", this::token);
    server.start();
  }

  /// What it is configured as.
  String issuer() {
    return base() + "/common/v2.0";
  }

  /// What a tenant's tokens name.
  String issuer(String tenant) {
    return base() + "/" + tenant + "/v2.0";
  }

  /// Says what it answers to a code, which is the nonce.
  void says(Function<String, String> answer) {
    idToken = answer;
  }

  String signed(JWTClaimsSet claims) {
    return signed(claims, key);
  }

  static String signed(JWTClaimsSet claims, RSAKey key) {
    try {
      var token =
          new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("crooked").build(), claims);
      token.sign(new RSASSASigner(key));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Signed with what both know: the client's secret.
  static String shared(JWTClaimsSet claims, String secret) {
    try {
      var token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
      token.sign(new MACSigner(secret));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  static String unsigned(JWTClaimsSet claims) {
    return new PlainJWT(claims).serialize();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private String base() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void describe(HttpExchange call) throws IOException {
    answer(
        call,
        """
        {"issuer":"%s/{tenantid}/v2.0","authorization_endpoint":"%s/authorize",
         "token_endpoint":"%s/token","jwks_uri":"%s/keys","subject_types_supported":["pairwise"],
         "response_types_supported":["code"],"id_token_signing_alg_values_supported":["RS256"]}
        """
            .formatted(base(), base(), base(), base()));
  }

  private void token(HttpExchange call) throws IOException {
    var body = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    var nonce = body.replaceFirst(".*\\bcode=([^&]*).*", "$1");
    answer(
        call,
        """
        {"access_token":"a","token_type":"Bearer","expires_in":60,"id_token":"%s"}
        """
            .formatted(idToken.apply(nonce)));
  }

  private static void answer(HttpExchange call, String json) throws IOException {
    var bytes = json.getBytes(StandardCharsets.UTF_8);
    call.getResponseHeaders().set("Content-Type", "application/json");
    call.sendResponseHeaders(200, bytes.length);
    call.getResponseBody().write(bytes);
    call.close();
  }
}
