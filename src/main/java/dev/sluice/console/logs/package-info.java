/// Logs that are followed, searched, filtered, copied and saved. Start reading at [LogPane]; what
/// it does without a window is in [LogViewModel].
///
/// Other screens put a [LogPane] beside what the log is about. May depend on `shell`, `widgets` and
/// `fx`.
@NullMarked
package dev.sluice.console.logs;

import org.jspecify.annotations.NullMarked;
