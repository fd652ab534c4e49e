/// Who may do what with a server, decided in one place ([dev.overwinter.api.access.Access]).
///
/// | who | may |
/// |---|---|
/// | owner of the installation, admin | everything |
/// | operator | see all servers, read their logs, start and stop them |
/// | a server's owner | everything with it |
/// | a member | what their permissions say, and see it |
/// | a friend with its link | start it, without an account |
///
/// Invitations and friends' links open as long as their maker may give what they give
/// ([dev.overwinter.api.access.Makers]).
///
/// What somebody may not know of does not exist for them (404); what they see and may not do is
/// refused by name (403).
@NullMarked
package dev.overwinter.api.access;

import org.jspecify.annotations.NullMarked;
