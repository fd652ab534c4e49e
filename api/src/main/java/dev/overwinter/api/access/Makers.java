package dev.overwinter.api.access;

/// Those who made a link or a webhook token. It opens as long as they may still give what it gives:
/// not when they are kept out, and not when they are no admins or members any more.
public final class Makers {
  private Makers() {}

  /// A condition on a row with `server_id` and `made_by`.
  ///
  /// @param row alias of that row
  /// @param permissions an expression of what its maker needs, `text[]`
  public static String mayStill(String row, String permissions) {
    return """
    EXISTS (
      SELECT 1 FROM accounts maker
       WHERE maker.name = $row.made_by AND NOT maker.disabled AND (
         maker.admin
         OR EXISTS (SELECT 1 FROM servers s
                     WHERE s.id = $row.server_id AND s.owner = maker.name)
         OR EXISTS (SELECT 1 FROM server_requests r
                     WHERE r.id = $row.server_id AND r.owner = maker.name)
         OR EXISTS (SELECT 1 FROM server_members m
                     WHERE m.server_id = $row.server_id AND m.account_id = maker.id
                       AND ($permissions) <@ (m.permissions
                         || CASE WHEN maker.operator
                              THEN '{view,console,start,stop}'::text[]
                              ELSE '{}'::text[] END))))
    """
        .replace("$row", row)
        .replace("$permissions", permissions);
  }
}
