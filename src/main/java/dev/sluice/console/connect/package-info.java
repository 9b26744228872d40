/// Which engines the operator knows ([KnownEngine], [KnownEngines]), how one is reached
/// ([EngineAccess]), where its token is kept ([TokenStore], [KeptTokens]) and how a protected one
/// is held ([GuardedEngine]).
///
/// May depend on `fx`.
@NullMarked
package dev.sluice.console.connect;

import org.jspecify.annotations.NullMarked;
