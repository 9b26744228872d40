/// Keeps the bytes that versions are made of, and unpacks them without trusting them.
///
/// Start reading at [ArtifactStore] and [Unpacker]. May depend on `domain` and `engine.port`.
@NullMarked
package dev.sluice.platform.process.artifact;

import org.jspecify.annotations.NullMarked;
