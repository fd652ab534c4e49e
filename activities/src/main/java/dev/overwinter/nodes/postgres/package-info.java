/// What PostgreSQL keeps about nodes: table `nodes`, see `db/migration/V2__nodes.sql`.
@NullMarked
package dev.overwinter.nodes.postgres;

import org.jspecify.annotations.NullMarked;
