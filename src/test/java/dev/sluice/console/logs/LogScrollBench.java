package dev.sluice.console.logs;

import dev.sluice.console.fx.ConsoleRobot;
import dev.sluice.console.fx.Language;
import dev.sluice.console.fx.LogFeed;
import dev.sluice.console.fx.Moments;
import dev.sluice.console.fx.Texts;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.engine.api.LogLine;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import javafx.collections.FXCollections;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.ListView;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.fxmisc.flowless.VirtualizedScrollPane;

/// A log of 100,000 lines, as the console shows it, beside a bare list of plain texts with a fixed
/// height: what it costs the JavaFX thread to take the lines, to scroll by three lines as a wheel
/// does, and to jump to another place. CPU time of that thread, so that a loaded machine says the
/// same. Promise: a step of the wheel costs less than a frame of 16 ms.
///
/// ```
/// mvn -q -Pbench -Dbench=dev.sluice.console.logs.LogScrollBench test-compile exec:exec@bench
/// ```
public final class LogScrollBench {
  private static final int LINES = 100_000;
  private static final int BATCH = 5_000;
  private static final int STEPS = 200;
  private static final double LINE = 17;
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final Stage stage = ConsoleRobot.stage();

  private LogScrollBench() {}

  public static void main(String[] args) {
    System.out.println("a log of " + LINES + " lines");
    var bench = new LogScrollBench();
    for (int round = 1; round <= 3; round++) {
      bench.bareList(round);
      bench.log(round);
    }
    ConsoleRobot.doFx(bench.stage::hide);
    ConsoleRobot.leave();
  }

  private static String text(int i) {
    return "INFO  order %d paid in %d ms by customer %d, shipping to the usual place"
        .formatted(i, i % 90, i * 31 % 9973);
  }

  private void bareList(int round) {
    var list =
        ConsoleRobot.onFx(
            () -> {
              var made =
                  new ListView<>(
                      FXCollections.observableList(
                          IntStream.range(0, LINES).mapToObj(LogScrollBench::text).toList()));
              made.setFixedCellSize(LINE);
              show(new StackPane(made));
              return made;
            });
    tell(round, "bare list, three lines", steps(step -> list.scrollTo(step * 3)));
    tell(round, "bare list, a jump", steps(step -> list.scrollTo(step * (LINES / STEPS))));
  }

  private void log(int round) {
    var model =
        new LogViewModel(
            new Moments(new Texts(Language.ENGLISH), InstantSource.fixed(NOON), ZoneOffset.UTC));
    var area =
        ConsoleRobot.onFx(
            () -> {
              var made = new LogArea(model);
              model.showOn(made);
              model.begin(LogEntry.Writer.INSTANCE);
              show(new StackPane(new VirtualizedScrollPane<>(made)));
              return made;
            });
    var batches = new double[LINES / BATCH];
    for (int i = 0; i < batches.length; i++) {
      int from = i * BATCH;
      var lines = IntStream.range(from, from + BATCH).mapToObj(LogScrollBench::line).toList();
      batches[i] = ConsoleRobot.onFx(() -> cost(() -> model.onLines(lines)));
    }
    tell(round, "log, " + BATCH + " more lines", batches);
    ConsoleRobot.doFx(
        () -> {
          model.following().set(false);
          area.showParagraphAtTop(0);
          layout();
        });
    tell(round, "log, three lines", steps(_ -> area.scrollYBy(3 * LINE)));
    tell(round, "log, a jump", steps(step -> area.showParagraphAtTop(step * (LINES / STEPS))));
  }

  private static LogFeed.Line line(int i) {
    return new LogFeed.Line(
        new LogLine(
            Optional.of(NOON.plusMillis(i)),
            Optional.of(new InstanceId("shop-001-i" + i % 7)),
            Optional.empty(),
            Optional.empty(),
            text(i)),
        "");
  }

  private void show(Parent root) {
    stage.setScene(new Scene(root, 1000, 600));
    stage.show();
    layout();
  }

  private void layout() {
    var root = stage.getScene().getRoot();
    root.applyCss();
    root.layout();
  }

  private double[] steps(IntConsumer scroll) {
    var times = new double[STEPS];
    for (int i = 0; i < STEPS; i++) {
      int step = i;
      times[i] = ConsoleRobot.onFx(() -> cost(() -> scroll.accept(step)));
    }
    return times;
  }

  /// Milliseconds of CPU time for `work` and the layout after it.
  private double cost(Runnable work) {
    var threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
    work.run();
    layout();
    return (threads.getCurrentThreadCpuTime() - start) / 1e6;
  }

  private static void tell(int round, String what, double[] times) {
    Arrays.sort(times);
    System.out.printf(
        "round %d  %-24s median %6.2f ms  p95 %6.2f ms  most %6.2f ms%n",
        round,
        what,
        times[times.length / 2],
        times[times.length * 95 / 100],
        times[times.length - 1]);
  }
}
