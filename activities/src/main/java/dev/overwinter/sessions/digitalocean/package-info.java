/// What is asked of DigitalOcean, by the owner's client of 2019 and, where it lies or falls short,
/// by requests of our own through the same HTTP client.
///
/// | trap of the client | what is done here |
/// |---|---|
/// | ids are `Integer` and wrap at 2^31 | what it returns is never looked at: [Exchange] keeps the answer as it came, and [DropletJson] reads it |
/// | null or any exception after a droplet was made | the answer as it came decides; without one nobody knows ([dev.overwinter.sessions.CreateAnswer.Unknown]) |
/// | no timeouts, two connections, retries of its own | [OceanHttp] has limits, and a deadline for the whole call |
/// | Retry-After and request ids are dropped | [Exchange] reads the headers |
/// | ISO-8859-1 bodies | [UserData] is ASCII or refused |
/// | scheme and host are fixed | [OceanHttp] routes elsewhere, to a simulator for example |
@NullMarked
package dev.overwinter.sessions.digitalocean;

import org.jspecify.annotations.NullMarked;
