/// The process that players connect to. It relays bytes, answers server-list pings, and holds who
/// has to wait; what a server does is decided by its workflow.
///
/// A packet meets: `frontdoor` → `minecraft`, `terraria` or `raw` → `route` → `wake` → `relay`;
/// `traffic` counts. A datagram meets: `frontdoor` → `wake`, which asks `bedrock`, `source`,
/// `satisfactory`, `luanti` or `raw` what it means. Several processes of one proxy may live at a
/// time, each in a `seat`: the one that comes and those that leave with their last player.
@NullMarked
package dev.overwinter.proxy;

import org.jspecify.annotations.NullMarked;
