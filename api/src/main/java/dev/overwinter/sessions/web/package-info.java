/// Game sessions over HTTP: the older contract, our own API, and the page.
///
/// | door | for | kept by |
/// |---|---|---|
/// | `POST /server/heartbeat`, `POST /server/end` | games, by HMAC | [dev.overwinter.sessions.web.GameDoor] |
/// | `POST /sessions/start`, `POST /sessions/join` | older clients and strangers | [dev.overwinter.sessions.web.OlderSessions] |
/// | `/api/sessions` | programs with a token | [dev.overwinter.sessions.web.GameSessionsController] |
/// | `/sessions` | people | [dev.overwinter.sessions.web.SessionPages] |
///
/// The older paths are served by a filter before everything else ([OlderPathsFilter]): a heartbeat
/// is one SELECT, one upsert, and a signal only when it says something new. Reads are SQL on the
/// worker's tables; orders are Updates on the session's workflow ([SessionOrders]).
@NullMarked
package dev.overwinter.sessions.web;

import org.jspecify.annotations.NullMarked;
