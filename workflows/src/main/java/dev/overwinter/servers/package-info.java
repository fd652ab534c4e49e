/// Game servers that sleep when empty and wake when a player knocks.
///
/// | state | means | leaves it |
/// |---|---|---|
/// | `CREATING` | node and ports are chosen; image, network, volumes, install step and container are being made | made: `ASLEEP`; a step fails: all is undone, `FAILED` |
/// | `ASLEEP` | no process runs; the world lies in its volume | wake: `WAKING`; its container is seen running: `HIBERNATING` |
/// | `WAKING` | started, does not answer yet | answers: `AWAKE`; fails three times: `FAILED`; hibernate: `HIBERNATING` |
/// | `AWAKE` | the game answers its own protocol | empty for its idle time, or asked: `HIBERNATING`; exits by itself: `ASLEEP`; crashes under players: `WAKING`, the third time in ten minutes `FAILED`; freezes: `HIBERNATING` |
/// | `HIBERNATING` | saving and leaving | stopped: `ASLEEP`, or `WAKING` when somebody knocked; somebody plays: `AWAKE`; its node refuses: `FAILED`, and the stop is tried again |
/// | `RELOCATING` | its node is lost, or it is being transferred; it is being made anew on another one, from a backup | made and filled: `ASLEEP`, or `WAKING` when it was awake or somebody knocked; a step fails: all of it is undone, `FAILED`, or after a transfer `ASLEEP` or `WAKING` where it was |
/// | `FAILED` | could not be made, started, stopped or moved, or crashed too often | wake, or a knock after its pause: `WAKING` or `CREATING`; asked while its node is lost: `RELOCATING` |
/// | `DELETING` | container, network, volume, port are being removed | gone: `DELETED` |
///
/// While its account cannot pay it sleeps and nobody wakes it ([CreditRules], decision 0022). While
/// its node is in maintenance or lost nothing wakes; in maintenance a server sleeps as soon as
/// nobody plays. A delete is accepted in every state.
///
/// While it sleeps its world is copied into the backups' store when the newest copy is too old; a
/// knock ends that at once. When its node is lost, its owner may order a restart elsewhere from a
/// backup ([WorldRules#relocate]): then it has a new [Allocation] with the next generation, and
/// what any other node says or runs of it is not its own any more: it is stopped when it is seen,
/// and kept until somebody discards it ([Kept]). Decision 0020.
///
/// While its node answers, its owner may have it moved ([TransferRules], decision 0036): stopped,
/// copied, made anew elsewhere and filled, woken again when it was awake. What it leaves behind
/// then is removed without anybody's order.
///
/// Follow one packet: the proxy's `wake.Waker` calls
/// [dev.overwinter.servers.workflow.ServerWorkflow#wake], [ServerRules] decides, the effect
/// [Effect.Start] becomes [dev.overwinter.servers.workflow.ContainerActivities#ensureStarted].
@NullMarked
package dev.overwinter.servers;

import org.jspecify.annotations.NullMarked;
