/// How the sockets that are listened on pass from one gateway's process to the next ([Line]), so
/// that no connection is refused meanwhile: the old side is [Giving], the new one [Taking]
/// (decision 0013).
///
/// Linux only. May depend on `gateway.control`, `gateway.http` and `wire.control`.
@NullMarked
package dev.sluice.gateway.handover;

import org.jspecify.annotations.NullMarked;
