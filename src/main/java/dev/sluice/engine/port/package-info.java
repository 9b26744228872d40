/// What the engine needs from outside: somewhere to run instances ([Platform]), somebody to route
/// ([TrafficRouter]) and somewhere to keep the truth ([Store]).
///
/// Adapters implement these and know neither each other nor the engine. May depend on `domain`
/// only.
@NullMarked
package dev.sluice.engine.port;

import org.jspecify.annotations.NullMarked;
