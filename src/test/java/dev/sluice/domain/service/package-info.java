/// Tests of what a configuration may hold.
@NullMarked
package dev.sluice.domain.service;

import org.jspecify.annotations.NullMarked;
