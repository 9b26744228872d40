/// Tests of the API's JSON.
@NullMarked
package dev.sluice.wire;

import org.jspecify.annotations.NullMarked;
