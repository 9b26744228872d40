package dev.sluice.console.logs;

import dev.sluice.console.fx.ConsoleRobot;
import dev.sluice.console.fx.Language;
import dev.sluice.console.fx.LogFeed;
import dev.sluice.console.fx.Moments;
import dev.sluice.console.fx.Texts;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.engine.api.LogLine;
import java.time.Duration;
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
/// height: what it costs the JavaFX thread to take the lines, and to lay the view out anew at each
/// step of a scroll through all of them. Promise: a step is well below a frame of 16 ms.
///
/// ```
/// mvn -q -Pbench -Dbench=dev.sluice.console.logs.LogScrollBench test-compile exec:exec@bench
/// ```
public final class LogScrollBench {
  private static final int LINES = 100_000;
  private static final int BATCH = 5_000;
  private static final int STEPS = 500;
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private LogScrollBench() {}

  public static void main(String[] args) {
    var stage = ConsoleRobot.stage();
    System.out.println("a log of " + LINES + " lines, " + STEPS + " steps of a scroll through it");
    for (int round = 1; round <= 3; round++) {
      var list = ConsoleRobot.onFx(() -> bareList(stage));
      var log = ConsoleRobot.onFx(() -> log(stage));
      System.out.printf("round %d  bare list: %s%n", round, list);
      System.out.printf("round %d  log:       %s%n", round, log);
    }
    ConsoleRobot.doFx(stage::hide);
    ConsoleRobot.leave();
  }

  private record Cost(Duration filled, double median, double p95, double most, long mebibytes) {
    @Override
    public String toString() {
      return "filled in %d ms; a step: median %.2f ms, p95 %.2f ms, most %.2f ms; heap %d MiB"
          .formatted(filled.toMillis(), median, p95, most, mebibytes);
    }
  }

  private static String text(int i) {
    return "INFO  order %d paid in %d ms by customer %d, shipping to the usual place"
        .formatted(i, i % 90, i * 31 % 9973);
  }

  private static Cost bareList(Stage stage) {
    long before = used();
    long start = System.nanoTime();
    var list =
        new ListView<>(
            FXCollections.observableList(
                IntStream.range(0, LINES).mapToObj(LogScrollBench::text).toList()));
    list.setFixedCellSize(17);
    var root = new StackPane(list);
    show(stage, root);
    var filled = Duration.ofNanos(System.nanoTime() - start);
    return cost(root, filled, before, step -> list.scrollTo(step * (LINES / STEPS)));
  }

  private static Cost log(Stage stage) {
    long before = used();
    var moments =
        new Moments(new Texts(Language.ENGLISH), InstantSource.fixed(NOON), ZoneOffset.UTC);
    long start = System.nanoTime();
    var model = new LogViewModel(moments);
    var area = new LogArea(model);
    model.showOn(area);
    model.begin(LogEntry.Writer.INSTANCE);
    var root = new StackPane(new VirtualizedScrollPane<>(area));
    show(stage, root);
    for (int from = 0; from < LINES; from += BATCH) {
      model.onLines(IntStream.range(from, from + BATCH).mapToObj(LogScrollBench::line).toList());
      layout(root);
    }
    var filled = Duration.ofNanos(System.nanoTime() - start);
    model.following().set(false);
    return cost(root, filled, before, step -> area.showParagraphAtTop(step * (LINES / STEPS)));
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

  private static void show(Stage stage, Parent root) {
    stage.setScene(new Scene(root, 1000, 600));
    stage.show();
    layout(root);
  }

  private static void layout(Parent root) {
    root.applyCss();
    root.layout();
  }

  private static Cost cost(Parent root, Duration filled, long before, IntConsumer scroll) {
    var times = new double[STEPS];
    for (int step = 0; step < STEPS; step++) {
      long start = System.nanoTime();
      scroll.accept(step);
      layout(root);
      times[step] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(times);
    return new Cost(
        filled, times[STEPS / 2], times[STEPS * 95 / 100], times[STEPS - 1], used() - before);
  }

  private static long used() {
    System.gc();
    var runtime = Runtime.getRuntime();
    return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
  }
}
