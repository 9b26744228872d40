/// Tests of the console. [ConsoleRobot] does what a person does.
@NullMarked
package dev.sluice.console;

import org.jspecify.annotations.NullMarked;
