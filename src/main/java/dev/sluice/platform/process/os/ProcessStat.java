package dev.sluice.platform.process.os;

import java.util.Optional;

/// What `/proc/PID/stat` says (proc_pid_stat(5)).
///
/// @param cpuTicks spent in user and kernel mode
/// @param startTicks since boot
/// @param flags `PF_…` of the kernel
/// @param codeStart where its program begins; 0 while it is on its way into one (execve(2))
/// @param environmentStart where the environment that it was started with begins; 0 when unknown
/// @param environmentEnd where it ends; 0 when unknown
record ProcessStat(
    long pid,
    char state,
    long parent,
    long group,
    long session,
    long cpuTicks,
    long startTicks,
    long residentPages,
    long flags,
    long codeStart,
    long environmentStart,
    long environmentEnd) {

  /// The manual counts fields from 1; the third is the first after the name.
  private static final int FIRST_AFTER_NAME = 3;

  private static final int LAST_NEEDED = 24;
  private static final int CODE_START = 26;
  private static final int ENVIRONMENT_END = 51;

  private static final long KERNEL_THREAD = 0x0020_0000;

  /// Empty for text that is not a whole `stat` line. The name in parentheses is the process's own
  /// choice and may hold spaces and parentheses, so fields count from the last closing one.
  static Optional<ProcessStat> parse(String line) {
    int open = line.indexOf('(');
    int close = line.lastIndexOf(')');
    if (open < 1 || close < open) {
      return Optional.empty();
    }
    String[] fields = line.substring(close + 1).strip().split(" ", -1);
    if (fields.length <= LAST_NEEDED - FIRST_AFTER_NAME || fields[0].isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new ProcessStat(
              Long.parseLong(line.substring(0, open).strip()),
              fields[0].charAt(0),
              field(fields, 4),
              field(fields, 5),
              field(fields, 6),
              field(fields, 14) + field(fields, 15),
              field(fields, 22),
              field(fields, 24),
              field(fields, 9),
              optionalField(fields, CODE_START),
              optionalField(fields, ENVIRONMENT_END - 1),
              optionalField(fields, ENVIRONMENT_END)));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  private static long field(String[] fields, int number) {
    return Long.parseLong(fields[number - FIRST_AFTER_NAME]);
  }

  /// Older kernels tell less, and others' processes hide it.
  private static long optionalField(String[] fields, int number) {
    return fields.length > number - FIRST_AFTER_NAME ? field(fields, number) : 0;
  }

  /// Whether a process whose environment was just found empty will show one: it is on its way from
  /// one program to the next (execve(2)), or has just arrived. Not one that was started without
  /// any: of that one both ends are known and the same, as they also are for a moment on the way.
  boolean isEnvironmentToCome() {
    boolean hasArrived = codeStart != 0 && environmentEnd != 0;
    boolean isKnownToBeEmpty = hasArrived && environmentStart == environmentEnd;
    return (flags & KERNEL_THREAD) == 0 && !isKnownToBeEmpty;
  }

  /// A zombie has ended; only its parent has not asked yet how.
  boolean isAlive() {
    return state != 'Z' && state != 'X' && state != 'x';
  }

  /// Leads a session and process group of its own, as everything started by [DetachedStart] does.
  boolean leads() {
    return pid == group && pid == session;
  }
}
