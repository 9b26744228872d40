/// [DeploymentEngine]: the one interface that consoles and other clients know, with the commands it
/// takes, the views it gives, its events and its [Problem]s.
///
/// Implemented by the engine itself and, over HTTP, by the client adapter; one contract test holds
/// both to the same behaviour. May depend on `domain` only.
@NullMarked
package dev.sluice.engine.api;

import org.jspecify.annotations.NullMarked;
