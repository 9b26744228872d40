/// What a person does with the console, clicked through on a real engine, gateway and processes.
/// Start reading at [Journey].
@NullMarked
package dev.sluice.launch.journey;

import org.jspecify.annotations.NullMarked;
