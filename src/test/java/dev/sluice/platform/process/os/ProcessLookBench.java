package dev.sluice.platform.process.os;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What one look at the CPU and memory of all instances costs, by `/proc` and by OSHI: decision
/// 0008. `-Dinstances=50` changes how many.
public final class ProcessLookBench {
  private static final int WARM_UP = 30;
  private static final int LOOKS = 100;

  private ProcessLookBench() {}

  public static void main(String[] args) throws Exception {
    var processes = new ArrayList<Process>();
    try {
      var leaders = new HashSet<Long>();
      var linux = new LinuxProcessTable();
      for (int i = 0; i < Integer.getInteger("instances", 50); i++) {
        var process = new ProcessBuilder("setsid", "sh", "-c", "sleep 600 & wait").start();
        processes.add(process);
        while (!linux.leads(process.pid())) {
          Thread.onSpinWait();
        }
        leaders.add(process.pid());
      }
      long proc = medianMicros(linux, leaders);
      long oshi = medianMicros(new PortableProcessTable(), leaders);
      System.out.printf(
          "one look at %d instances of 2 processes each: /proc %d µs, OSHI %d µs, ratio %.1f%n",
          leaders.size(), proc, oshi, (double) oshi / proc);
    } finally {
      var linux = new LinuxProcessTable();
      processes.forEach(process -> linux.signal(process.pid(), Signal.KILL));
    }
  }

  private static long medianMicros(ProcessTable table, Set<Long> leaders) {
    List<Long> took = new ArrayList<>();
    for (int i = 0; i < WARM_UP + LOOKS; i++) {
      long begun = System.nanoTime();
      if (table.use(leaders).size() != leaders.size()) {
        throw new IllegalStateException("not everybody was measured");
      }
      took.add(System.nanoTime() - begun);
    }
    return took.stream().skip(WARM_UP).sorted().skip(LOOKS / 2).findFirst().orElseThrow()
        / Duration.ofNanos(1_000).toNanos();
  }
}
