/// Tests of the engine's HTTP face against an engine in memory.
@NullMarked
package dev.sluice.rest;

import org.jspecify.annotations.NullMarked;
