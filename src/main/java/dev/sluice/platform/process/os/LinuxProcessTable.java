package dev.sluice.platform.process.os;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/// Reads `/proc`. A process may vanish between any two reads, so whatever cannot be read is simply
/// not there.
final class LinuxProcessTable implements ProcessTable {
  /// `USER_HZ`: 100 on every architecture that a JDK 25 exists for, whatever the kernel's own rate.
  private static final long TICKS_PER_SECOND = 100;

  /// Far more than execve(2) takes; less than anybody should wait for a file system that hangs.
  private static final Duration EXECUTION_LIMIT = Duration.ofSeconds(2);

  private static final long EXECUTION_PAUSE_NANOS = 500_000;

  private static final Path PROC = Path.of("/proc");
  private static final long PAGE_BYTES = pageBytes();

  private final PosixKill kill = new PosixKill();
  private final String boot = read(PROC.resolve("sys/kernel/random/boot_id")).orElse("-").strip();
  private final long ownGroup =
      stat(ProcessHandle.current().pid()).map(ProcessStat::group).orElse(0L);

  static boolean isHere() {
    return Files.isReadable(PROC.resolve("self/stat"))
        && Files.isReadable(PROC.resolve("sys/kernel/random/boot_id"));
  }

  @Override
  public Optional<ProcessIdentity> identify(long pid) {
    return living(pid).map(stat -> new ProcessIdentity(pid, stat.startTicks(), boot));
  }

  @Override
  public Duration age(ProcessIdentity process) {
    // The first figure: seconds since boot, asleep or not, like the start ticks.
    String uptime = read(PROC.resolve("uptime")).orElse("0 0");
    long now = (long) (Double.parseDouble(uptime.substring(0, uptime.indexOf(' '))) * 1_000);
    long started = process.start() * 1_000 / TICKS_PER_SECOND;
    return Duration.ofMillis(Math.max(0, now - started));
  }

  @Override
  public boolean leads(long pid) {
    return living(pid).filter(ProcessStat::leads).isPresent();
  }

  @Override
  public boolean carries(long pid, Map<String, String> marks) {
    var variables = environment(pid);
    return marks.entrySet().stream()
        .allMatch(mark -> variables.contains(mark.getKey() + "=" + mark.getValue()));
  }

  @Override
  public boolean hasOverwrittenVariables(long pid) {
    var variables = environment(pid);
    return !variables.isEmpty() && variables.stream().noneMatch(text -> text.indexOf('=') > 0);
  }

  @Override
  public Optional<String> variable(long pid, String name) {
    return environment(pid).stream()
        .filter(variable -> variable.startsWith(name + "="))
        .map(variable -> variable.substring(name.length() + 1))
        .findFirst();
  }

  /// ISO 8859-1 keeps every byte apart, so that no two environments look the same.
  ///
  /// While a process becomes another program by execve(2), the kernel shows none for a moment, and
  /// on a busy computer that is as long as the process waits for a core. To take that for an answer
  /// would be to disown an instance that has just been started, so it is waited out.
  private static Set<String> environment(long pid) {
    long limit = System.nanoTime() + EXECUTION_LIMIT.toNanos();
    while (true) {
      var text = read(PROC.resolve(pid + "/environ"));
      if (text.isEmpty()) {
        return Set.of();
      }
      if (!text.get().isEmpty()) {
        return Set.copyOf(new HashSet<>(Arrays.asList(text.get().split("\0", -1))));
      }
      if (living(pid).filter(ProcessStat::isEnvironmentToCome).isEmpty()
          || System.nanoTime() - limit > 0) {
        return Set.of();
      }
      LockSupport.parkNanos(EXECUTION_PAUSE_NANOS);
    }
  }

  @Override
  public OptionalLong findLeader(Map<String, String> marks) {
    return all().stream()
        .filter(ProcessStat::leads)
        .mapToLong(ProcessStat::pid)
        .filter(pid -> carries(pid, marks))
        .findFirst();
  }

  @Override
  public boolean isStarting(Map<String, String> marks) {
    var carriers = all().stream().filter(stat -> carries(stat.pid(), marks)).toList();
    return !carriers.isEmpty() && carriers.stream().noneMatch(ProcessStat::leads);
  }

  @Override
  public Set<Long> groups(Map<String, String> marks) {
    var groups = new HashSet<Long>();
    all().stream()
        .filter(stat -> stat.group() > 1 && stat.group() != ownGroup)
        .filter(stat -> !groups.contains(stat.group()))
        .filter(stat -> carries(stat.pid(), marks))
        .forEach(stat -> groups.add(stat.group()));
    return groups;
  }

  @Override
  public Set<Long> groupsOf(Set<Long> pids) {
    return pids.stream()
        .flatMap(pid -> living(pid).stream())
        .map(ProcessStat::group)
        .filter(group -> group > 1 && group != ownGroup)
        .collect(Collectors.toSet());
  }

  @Override
  public boolean hasMembers(long group) {
    // Cheap while the leader lives, which is nearly always.
    if (living(group).filter(stat -> stat.group() == group).isPresent()) {
      return true;
    }
    return all().stream().anyMatch(stat -> stat.group() == group);
  }

  @Override
  public void signal(long group, Signal signal) {
    if (group == ownGroup) {
      throw new IllegalArgumentException("this is the engine's own group: " + group);
    }
    kill.signalGroup(group, signal);
  }

  @Override
  public Map<Long, ProcessUse> use(Set<Long> groups) {
    var used = new HashMap<Long, ProcessUse>();
    all().stream()
        .filter(stat -> groups.contains(stat.group()))
        .forEach(stat -> used.merge(stat.group(), use(stat), ProcessUse::plus));
    return used;
  }

  private static ProcessUse use(ProcessStat stat) {
    return new ProcessUse(
        Duration.ofMillis(stat.cpuTicks() * 1_000 / TICKS_PER_SECOND),
        stat.residentPages() * PAGE_BYTES);
  }

  private static List<ProcessStat> all() {
    try (var names = Files.list(PROC)) {
      return names
          .map(path -> String.valueOf(path.getFileName()))
          .filter(name -> Character.isDigit(name.charAt(0)))
          .map(name -> living(Long.parseLong(name)))
          .flatMap(Optional::stream)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("/proc cannot be listed", e);
    }
  }

  private static Optional<ProcessStat> living(long pid) {
    return stat(pid).filter(ProcessStat::isAlive);
  }

  private static Optional<ProcessStat> stat(long pid) {
    return read(PROC.resolve(pid + "/stat")).flatMap(ProcessStat::parse);
  }

  /// Not by a channel: on a thread that was interrupted that would find nothing, and nothing means
  /// here that a process is gone.
  private static Optional<String> read(Path file) {
    try (var in = new FileInputStream(file.toFile())) {
      return Optional.of(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /// Resident size is counted in pages, and the JDK names their size nowhere: the kernel does, in
  /// the auxiliary vector of this very process (`AT_PAGESZ`, getauxval(3)).
  private static long pageBytes() {
    try {
      var auxv =
          ByteBuffer.wrap(Files.readAllBytes(PROC.resolve("self/auxv")))
              .order(ByteOrder.nativeOrder());
      while (auxv.remaining() >= 2 * Long.BYTES) {
        long type = auxv.getLong();
        long value = auxv.getLong();
        if (type == 6) {
          return value;
        }
      }
    } catch (IOException _) {
      // Without it the commonest size has to do: a figure is shown, nothing is decided by it.
    }
    return 4096;
  }
}
