/// Containers of game servers on one Docker engine.
///
/// Everything made here is named `ow-<server id>` and carries the labels of [Labels]; whatever does
/// not carry them is never touched. Every step is "make it so": done twice, or killed in the middle
/// and done again, it leaves one container, one network and one volume.
///
/// An engine that does not answer is a retryable failure of type `DockerUnreachable`: what its
/// containers do is then *unknown*.
@NullMarked
package dev.overwinter.servers.docker;

import org.jspecify.annotations.NullMarked;
