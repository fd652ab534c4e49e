/// Signing in with an OpenID provider: authorization code with state, nonce and PKCE (S256), all of
/// it Spring Security's. Ours is what Spring leaves open: where a journey to a provider is kept
/// while it lasts (in a sealed cookie, so that every api process can welcome whoever comes back),
/// and what somebody gets who arrives ([dev.overwinter.api.auth.Arrivals]). Developers have a
/// provider in this process ([dev.overwinter.api.auth.development]); nothing here knows that.
///
/// | path | what |
/// |---|---|
/// | `GET /auth/login/{provider}` | to the provider; 503 when it is not configured or away |
/// | `GET /auth/callback/{provider}` | back from it: 303 into the dashboard, or 400 |
@NullMarked
package dev.overwinter.api.auth.oidc;

import org.jspecify.annotations.NullMarked;
