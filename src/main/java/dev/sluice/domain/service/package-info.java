/// A service, its versions and everything that makes a version run. Start at [Configuration].
///
/// May depend on nothing but the JDK.
@NullMarked
package dev.sluice.domain.service;

import org.jspecify.annotations.NullMarked;
