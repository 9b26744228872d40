/// Measures what was promised in figures, on the real program. Each class has a `main`; run one
/// with `mvn -q -Pbench -Dbench=dev.sluice.bench.RedeployBench test-compile exec:exec@bench`.
@NullMarked
package dev.sluice.bench;

import org.jspecify.annotations.NullMarked;
