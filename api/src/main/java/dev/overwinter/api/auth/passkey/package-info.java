/// Signing in with a passkey (WebAuthn): a key on one's own device, unlocked by finger, face or
/// PIN, which no other site can ask for. Challenges, signatures, origins and counters are checked
/// by Spring Security and webauthn4j; ours is where keys are kept and what carries a challenge
/// while the device is asked (a sealed cookie, good once, so that any api process can go on with
/// it).
///
/// A passkey belongs to one address. It can be made and used at the public address, if that has
/// TLS, and at `localhost`: browsers know no others.
@NullMarked
package dev.overwinter.api.auth.passkey;

import org.jspecify.annotations.NullMarked;
