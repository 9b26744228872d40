/// The gateway beside the proxies that people know, on the same machine in the same minutes.
@NullMarked
package dev.sluice.bench.gateway;

import org.jspecify.annotations.NullMarked;
