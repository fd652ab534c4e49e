package dev.overwinter.api.auth;

import jakarta.servlet.http.HttpServletRequest;

/// Where a login comes from, for the list of one's own logins.
///
/// @param how `password`, or the name of a provider
/// @param address of the peer
/// @param agent what the client calls itself
/// @param proof whether somebody has just proved who they are; see [FreshProof]
public record Origin(String how, String address, String agent, boolean proof) {
  private static final int MOST = 200;

  /// Of somebody who has just proved who they are.
  public Origin(String how, String address, String agent) {
    this(how, address, agent, true);
  }

  /// Of a request.
  public static Origin of(HttpServletRequest request, String how) {
    var agent = request.getHeader("User-Agent");
    var told = agent == null ? "" : agent.replaceAll("[^\\x20-\\x7e]", "?");
    return new Origin(
        how, request.getRemoteAddr(), told.length() > MOST ? told.substring(0, MOST) : told);
  }

  /// The same of somebody who may have been let through without being asked.
  public Origin unproved() {
    return new Origin(how, address, agent, false);
  }
}
