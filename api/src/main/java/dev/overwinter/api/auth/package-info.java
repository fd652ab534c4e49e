/// Who may do what: accounts with argon2id passwords, signed tokens that can be revoked, and a
/// record of everything that was changed.
///
/// One kind of token serves all: programs send it as `Authorization: Bearer`, browsers as an
/// HttpOnly cookie (and then every change needs the form's CSRF token as well, which hangs on the
/// login). A token dies when it expires, when its login ends, or when its account's password
/// changes (the account's epoch); API keys go with the password unless their owner keeps them.
///
/// | what somebody does | what they need |
/// |---|---|
/// | use the dashboard and the API | a login that lasts |
/// | make what would outlive it: keys, ways in, codes, admins | a proof of the last 10 minutes ([dev.overwinter.api.auth.FreshProof]) |
/// | use the API by a key | a scope; the account itself is out of reach |
@NullMarked
package dev.overwinter.api.auth;

import org.jspecify.annotations.NullMarked;
