package dev.overwinter.api.auth.passkey;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.overwinter.api.Problem;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.api.auth.Arrivals;
import dev.overwinter.api.auth.AuditInterceptor;
import dev.overwinter.api.auth.FreshProof;
import dev.overwinter.api.auth.Origin;
import dev.overwinter.api.auth.Paths;
import dev.overwinter.api.auth.SessionCookie;
import dev.overwinter.api.auth.Sessions;
import dev.overwinter.api.docs.Refuses;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.web.webauthn.api.AuthenticatorAssertionResponse;
import org.springframework.security.web.webauthn.api.AuthenticatorAttestationResponse;
import org.springframework.security.web.webauthn.api.Bytes;
import org.springframework.security.web.webauthn.api.PublicKeyCredential;
import org.springframework.security.web.webauthn.jackson.WebauthnJacksonModule;
import org.springframework.security.web.webauthn.management.ImmutablePublicKeyCredentialCreationOptionsRequest;
import org.springframework.security.web.webauthn.management.ImmutablePublicKeyCredentialRequestOptionsRequest;
import org.springframework.security.web.webauthn.management.ImmutableRelyingPartyRegistrationRequest;
import org.springframework.security.web.webauthn.management.RelyingPartyAuthenticationRequest;
import org.springframework.security.web.webauthn.management.RelyingPartyPublicKey;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Passkeys: what `assets/passkeys.js` asks for and answers with, in the JSON of WebAuthn.
@RestController
@Tag(name = "Accounts")
class PasskeyController {
  private static final Logger LOG = LoggerFactory.getLogger(PasskeyController.class);
  private static final int MOST = 20;
  private static final int LONGEST = 64;
  private static final String LOGIN = "login";
  private static final TypeReference<PublicKeyCredential<AuthenticatorAttestationResponse>> MADE =
      new TypeReference<>() {};
  private static final TypeReference<PublicKeyCredential<AuthenticatorAssertionResponse>> SHOWN =
      new TypeReference<>() {};

  private final RelyingParties parties;
  private final Challenges challenges;
  private final Passkeys passkeys;
  private final Arrivals arrivals;
  private final Sessions sessions;
  private final FreshProof proof;
  private final JsonMapper json;

  PasskeyController(
      RelyingParties parties,
      Challenges challenges,
      Passkeys passkeys,
      Arrivals arrivals,
      Sessions sessions,
      FreshProof proof,
      JsonMapper json) {
    this.parties = parties;
    this.challenges = challenges;
    this.passkeys = passkeys;
    this.arrivals = arrivals;
    this.sessions = sessions;
    this.proof = proof;
    this.json = json.rebuild().addModule(new WebauthnJacksonModule()).build();
  }

  /// @param id of the passkey
  /// @param label what its owner calls it
  /// @param madeAt since when
  /// @param lastUsedAt when it was last used
  record PasskeyJson(
      String id,
      String label,
      @JsonProperty("made_at") Instant madeAt,
      @JsonProperty("last_used_at") Instant lastUsedAt) {}

  @GetMapping("/api/account/passkeys")
  @Operation(summary = "One's own passkeys, oldest first")
  List<PasskeyJson> list(@AuthenticationPrincipal Actor actor) {
    return passkeys.of(actor.accountId()).stream()
        .map(key -> new PasskeyJson(key.id(), key.label(), key.madeAt(), key.usedAt()))
        .toList();
  }

  @PostMapping(path = "/api/account/passkeys/options", produces = MediaType.APPLICATION_JSON_VALUE)
  @Operation(
      summary = "What a browser needs to make a passkey (WebAuthn creation options)",
      description = "Asks for a fresh proof: see POST /auth/confirm.")
  @ApiResponse(
      responseCode = "200",
      description = "Options of WebAuthn",
      content = @Content(schema = @Schema(type = "object")))
  @Refuses(HttpStatus.CONFLICT)
  String begin(
      @AuthenticationPrincipal Actor actor,
      HttpServletRequest request,
      HttpServletResponse response) {
    if (actor.isLocal()) {
      throw Problem.of(HttpStatus.CONFLICT, "This token belongs to no account. Log in instead.");
    }
    proof.require(actor);
    if (passkeys.of(actor.accountId()).size() >= MOST) {
      throw Problem.of(HttpStatus.CONFLICT, "No more than " + MOST + " passkeys.");
    }
    var options =
        parties
            .of(request, null)
            .createPublicKeyCredentialCreationOptions(
                new ImmutablePublicKeyCredentialCreationOptionsRequest(as(actor)));
    challenges.keep(purpose(actor), options.getChallenge(), request, response);
    return json.writeValueAsString(options);
  }

  @PostMapping(path = "/api/account/passkeys", consumes = MediaType.APPLICATION_JSON_VALUE)
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Keep a passkey that a browser has made")
  @Refuses(HttpStatus.CONFLICT)
  void keep(
      @AuthenticationPrincipal Actor actor,
      @RequestParam(defaultValue = "Passkey") String label,
      @Schema(type = "object") @RequestBody String credential,
      HttpServletRequest request,
      HttpServletResponse response) {
    proof.require(actor);
    var kept = challenge(purpose(actor), request, response);
    var spring = parties.of(request, kept);
    var options =
        spring.createPublicKeyCredentialCreationOptions(
            new ImmutablePublicKeyCredentialCreationOptionsRequest(as(actor)));
    var name = label.isBlank() || label.indexOf('\0') >= 0 ? "Passkey" : label.strip();
    var key =
        new RelyingPartyPublicKey(
            read(credential, MADE), name.substring(0, Math.min(LONGEST, name.length())));
    try {
      var _ = spring.registerCredential(new ImmutableRelyingPartyRegistrationRequest(options, key));
    } catch (DataAccessException e) {
      throw e;
    } catch (RuntimeException e) { // webauthn4j has many ways to say no
      throw refused(e);
    }
  }

  @DeleteMapping("/api/account/passkeys/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Forget one of one's own passkeys")
  @Refuses(HttpStatus.CONFLICT)
  void forget(@AuthenticationPrincipal Actor actor, @PathVariable String id) {
    passkeys.forget(actor, id);
  }

  @PostMapping(path = "/auth/passkey/options", produces = MediaType.APPLICATION_JSON_VALUE)
  @Operation(summary = "What a browser needs to show a passkey (WebAuthn request options)")
  @ApiResponse(
      responseCode = "200",
      description = "Options of WebAuthn",
      content = @Content(schema = @Schema(type = "object")))
  @Refuses(HttpStatus.CONFLICT)
  String ask(HttpServletRequest request, HttpServletResponse response) {
    return ask(LOGIN, request, response);
  }

  @PostMapping(path = "/auth/passkey", consumes = MediaType.APPLICATION_JSON_VALUE)
  @Operation(summary = "Log in with a passkey", description = "For browsers: sets the cookies.")
  @Refuses(HttpStatus.CONFLICT)
  Map<String, String> login(
      @RequestParam(defaultValue = "") String next,
      @Schema(type = "object") @RequestBody String credential,
      HttpServletRequest request,
      HttpServletResponse response) {
    var account = shown(LOGIN, credential, request, response);
    var session =
        arrivals
            .enter(account, Origin.of(request, "passkey"))
            .orElseThrow(() -> Problem.of(HttpStatus.FORBIDDEN, "This account is disabled."));
    AuditInterceptor.actor(request, session.actor().name());
    sessions.replace(request, session);
    SessionCookie.write(request, response, session);
    return Map.of("location", Paths.local(next, "/dashboard"));
  }

  @PostMapping(path = "/auth/confirm/passkey/options", produces = MediaType.APPLICATION_JSON_VALUE)
  @Operation(summary = "The same for a proof of who is in already")
  @ApiResponse(
      responseCode = "200",
      description = "Options of WebAuthn",
      content = @Content(schema = @Schema(type = "object")))
  @Refuses(HttpStatus.CONFLICT)
  String askAgain(
      @AuthenticationPrincipal Actor actor,
      HttpServletRequest request,
      HttpServletResponse response) {
    return ask(again(actor), request, response);
  }

  @PostMapping(path = "/auth/confirm/passkey", consumes = MediaType.APPLICATION_JSON_VALUE)
  @Operation(summary = "Prove again who it is with a passkey", description = "For browsers.")
  @Refuses(HttpStatus.CONFLICT)
  Map<String, String> confirm(
      @AuthenticationPrincipal Actor actor,
      @RequestParam(defaultValue = "") String next,
      @Schema(type = "object") @RequestBody String credential,
      HttpServletRequest request,
      HttpServletResponse response) {
    if (!shown(again(actor), credential, request, response).equals(actor.accountId())) {
      throw Problem.of(HttpStatus.FORBIDDEN, "That passkey opens another account.");
    }
    proof.give(actor);
    return Map.of("location", Paths.local(next, "/account"));
  }

  private String ask(String purpose, HttpServletRequest request, HttpServletResponse response) {
    var options =
        parties
            .of(request, null)
            .createCredentialRequestOptions(
                new ImmutablePublicKeyCredentialRequestOptionsRequest(null));
    challenges.keep(purpose, options.getChallenge(), request, response);
    return json.writeValueAsString(options);
  }

  /// The account whose passkey was shown for a purpose.
  private String shown(
      String purpose, String credential, HttpServletRequest request, HttpServletResponse response) {
    var spring = parties.of(request, challenge(purpose, request, response));
    var options =
        spring.createCredentialRequestOptions(
            new ImmutablePublicKeyCredentialRequestOptionsRequest(null));
    return account(() ->
        Passkeys.text(
            spring
                .authenticate(
                    new RelyingPartyAuthenticationRequest(options, read(credential, SHOWN)))
                .getId()));
  }

  /// The proof of who it is, or a refusal.
  private interface Proof {
    String account();
  }

  private static String account(Proof proof) {
    try {
      return proof.account();
    } catch (DataAccessException | Problem e) {
      throw e;
    } catch (RuntimeException e) { // webauthn4j has many ways to say no
      throw refused(e);
    }
  }

  private Bytes challenge(
      String purpose, HttpServletRequest request, HttpServletResponse response) {
    return challenges
        .take(purpose, request, response)
        .orElseThrow(() ->
            Problem.of(HttpStatus.BAD_REQUEST, "That took too long, or was used. Try again."));
  }

  private <T> T read(String credential, TypeReference<T> type) {
    try {
      return Optional.ofNullable(json.readValue(credential, type)).orElseThrow();
    } catch (JacksonException | IllegalArgumentException | java.util.NoSuchElementException _) {
      throw Problem.of(
          HttpStatus.BAD_REQUEST, "The body cannot be read (expected: a WebAuthn credential)");
    }
  }

  private static Problem refused(RuntimeException why) {
    LOG.info("a passkey was refused: {}", why.toString());
    return Problem.of(HttpStatus.FORBIDDEN, "This passkey does not open an account here.");
  }

  private static String again(Actor actor) {
    return "confirm " + actor.tokenId();
  }

  private static String purpose(Actor actor) {
    return "make " + actor.tokenId();
  }

  private static UsernamePasswordAuthenticationToken as(Actor actor) {
    return UsernamePasswordAuthenticationToken.authenticated(actor.name(), null, List.of());
  }
}
