/// An OpenID provider inside of this process, for developers: whoever types a name on its page is
/// that person. It is Spring's Authorization Server, reached over HTTP under the api's own address
/// as the provider `development`, so that a developer signs in as everybody does
/// ([dev.overwinter.api.auth.oidc]). Nothing of it exists outside of the development profile
/// ([dev.overwinter.api.InDevelopment]), and in it only for whom
/// [dev.overwinter.api.auth.Developers] means; to everybody else its paths are 404.
///
/// | path below `/dev/oidc` | what |
/// |---|---|
/// | `/.well-known/openid-configuration`, `/oauth2/jwks` | what it says about itself |
/// | `GET /oauth2/authorize` | asks who it is, every time: 303 to the page |
/// | `/sign-in` | the page: a name instead of a password |
/// | `POST /oauth2/authorize` | the page's form: back to us with a code |
/// | `/oauth2/token` | the code for an ID token |
///
/// Its key, its client's secret and its codes are made anew at every start and kept nowhere.
@NullMarked
package dev.overwinter.api.auth.development;

import org.jspecify.annotations.NullMarked;
