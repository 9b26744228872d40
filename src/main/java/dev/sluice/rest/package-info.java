/// The engine's HTTP face: `DeploymentEngine` as the API describes it.
///
/// Start at [ApiServer]; what there is to call stands in [Calls]. May depend on `engine.api`,
/// `wire` and `domain`.
@NullMarked
package dev.sluice.rest;

import org.jspecify.annotations.NullMarked;
