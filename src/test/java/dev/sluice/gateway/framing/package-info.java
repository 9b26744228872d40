/// What is one message and what is none: tables of raw bytes, tried on our gateway and on its
/// neighbours. Start at [FramingCase] and the tables beside it in the resources.
@NullMarked
package dev.sluice.gateway.framing;

import org.jspecify.annotations.NullMarked;
