/// The JSON of the API: how views are written and read ([Json]), how requests are read strictly
/// ([Requests]), how problems travel ([ProblemJson]).
///
/// Shared by the HTTP face and the client, so that the two cannot drift apart. May depend on
/// `domain` and `engine.api`.
@NullMarked
package dev.sluice.wire;

import org.jspecify.annotations.NullMarked;
