package dev.sluice.bench;

import com.github.difflib.DiffUtils;
import dev.sluice.console.history.DiffTiming;
import dev.sluice.domain.history.ConfigurationDiff;
import dev.sluice.domain.service.Artifact;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.EnvironmentVariable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// How long the console needs to compare two configurations of 2,000 lines and to show the result:
/// once as 2,000 environment variables, once as one variable with a file of 2,000 lines. Beside it,
/// as a reference, java-diff-utils on the same lines. The promise is at most 100 ms.
///
/// `-Dlines=2000` and `-Drounds=50` change how much.
public final class DiffBench {
  private static final double PROMISE = 100;

  private DiffBench() {}

  public static void main(String[] args) throws Exception {
    int lines = Integer.getInteger("lines", 2_000);
    int rounds = Integer.getInteger("rounds", 50);
    boolean kept = true;
    try (var timing = DiffTiming.start()) {
      for (boolean asFile : new boolean[] {false, true}) {
        var before = configuration(lines, asFile, "a");
        var after = configuration(lines, asFile, "b");
        double compare = median(rounds, () -> ConfigurationDiff.between(before, after));
        double reference =
            median(rounds, () -> DiffUtils.diff(lines(lines, "a"), lines(lines, "b")));
        var entries = ConfigurationDiff.between(before, after);
        double drawn = medianOf(rounds, () -> timing.show(entries).clock());
        double cpu = medianOf(rounds, () -> timing.show(entries).cpu());
        System.out.printf(
            Locale.ROOT,
            "%s: compare %.1f ms + show and lay out %.1f ms (%.1f ms of CPU) = %.1f ms;"
                + " java-diff-utils alone %.1f ms%n",
            asFile ? lines + " lines in one variable" : lines + " variables",
            compare,
            drawn,
            cpu,
            compare + drawn,
            reference);
        kept &= compare + drawn <= PROMISE;
      }
    }
    System.out.printf(Locale.ROOT, "promised at most %.0f ms%n", PROMISE);
    System.exit(kept ? 0 : 1);
  }

  /// Every tenth line differs.
  private static List<String> lines(int count, String label) {
    return IntStream.range(0, count)
        .mapToObj(i -> "OPTION_" + i + "=value of " + i + (i % 10 == 0 ? label : ""))
        .toList();
  }

  private static Configuration configuration(int count, boolean asFile, String label) {
    var lines = lines(count, label);
    var variables =
        asFile
            ? List.of(
                EnvironmentVariable.plain(
                    "SETTINGS", lines.stream().collect(Collectors.joining("\n"))))
            : lines.stream()
                .map(line -> line.split("=", 2))
                .map(parts -> EnvironmentVariable.plain(parts[0], parts[1]))
                .toList();
    return Configuration.of(new Artifact.Command(Optional.empty())).withEnvironment(variables);
  }

  private static double median(int rounds, Runnable work) throws Exception {
    return medianOf(
        rounds,
        () -> {
          long begun = System.nanoTime();
          work.run();
          return (System.nanoTime() - begun) / 1e6;
        });
  }

  /// @param work gives milliseconds
  private static double medianOf(int rounds, Callable<Double> work) throws Exception {
    var times = new ArrayList<Double>();
    for (int i = 0; i < rounds; i++) {
      times.add(work.call());
    }
    return times.stream().sorted().skip(rounds / 2).findFirst().orElseThrow();
  }
}
