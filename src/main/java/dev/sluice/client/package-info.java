/// `DeploymentEngine` over HTTP, for the console and other programs.
///
/// Start at [HttpDeploymentEngine]. May depend on `engine.api`, `wire` and `domain`.
@NullMarked
package dev.sluice.client;

import org.jspecify.annotations.NullMarked;
