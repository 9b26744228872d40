package dev.sluice.bench.console;

import dev.sluice.console.fx.ConsoleRobot;
import dev.sluice.console.fx.ConsoleSettings;
import dev.sluice.console.fx.Language;
import dev.sluice.console.fx.Theme;
import dev.sluice.console.shell.Console;
import dev.sluice.console.shell.Navigator;
import dev.sluice.console.shell.Place;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.scene.Scene;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.Pane;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/// The console with 10,000 services of 10 versions, beside a bare table of plain texts with as many
/// rows and columns, in the same run. Promised: shown in at most 1.3 x its time, scrolled at most
/// 1.3 x its p95 pulse; under 1,000 events a second the JavaFX thread less than 25 % busy; idle
/// less than 1 % of a core; less than 300 MiB.
///
/// What opens is timed three times, always from the order until the rows have been laid out: a
/// whole console beside a window with nothing but the table; a whole console beside the console's
/// frame with the table in it; and, in a console that is open already, the list of services beside
/// the table in its place.
///
/// `-Dservices=10000`, `-Dversions=10`, `-Drounds=7`, `-Dseconds=10` change how much. Runs without
/// a display.
public final class ConsoleBench {
  private static final double PROMISED_RATIO = 1.3;
  private static final double PROMISED_BUSY = 25;
  private static final double PROMISED_IDLE = 1;
  private static final double PROMISED_MEMORY = 300;

  private static final int COLUMNS = 10;
  private static final double ROW = 56;
  private static final int WARM_UP = 8;
  private static final int JUMPS = 120;
  private static final int JUMP = 37;
  private static final int EVENTS_A_SECOND = 1_000;

  private final int services = Integer.getInteger("services", 10_000);
  private final int versions = Integer.getInteger("versions", 10);
  private final int rounds = Integer.getInteger("rounds", 7);
  private final int seconds = Integer.getInteger("seconds", 10);
  private final ManyServices many = new ManyServices(services, versions);
  private final ManyServices few = new ManyServices(0, versions);
  private final ConsoleRobot robot = new ConsoleRobot();
  private @Nullable Navigator navigator;
  private final Path folder;
  private boolean kept = true;

  private ConsoleBench(Path folder) {
    this.folder = folder;
  }

  public static void main(String[] arguments) throws Exception {
    System.setProperty("glass.platform", "Headless");
    System.setProperty("prism.order", "sw");
    var folder = Files.createTempDirectory("sluice-bench");
    boolean kept = new ConsoleBench(folder).run();
    ConsoleRobot.leave();
    System.out.println(kept ? "All promises kept." : "Not all promises kept.");
    System.exit(0);
  }

  private boolean run() throws Exception {
    System.out.printf("%,d services, %,d versions%n", services, services * versions);
    // First, while nothing but the console has been in this process.
    var stage = ConsoleRobot.stage();
    openConsole(stage);
    TimeUnit.SECONDS.sleep(5);
    memory();
    events();
    awaitCompilers();
    idle("nothing changes", true);
    idle("the figures of all rows in sight change", false);
    memory();
    close(stage);
    many.keep();
    compareOpening();
    compareLists();
    compareScrolling();
    return kept;
  }

  /// Until what is running has been compiled: an idle console is one that has been used.
  private void awaitCompilers() throws InterruptedException {
    var compilers = ManagementFactory.getCompilationMXBean();
    long before = -1;
    for (int i = 0; i < 30 && compilers.getTotalCompilationTime() > before + 20; i++) {
      before = compilers.getTotalCompilationTime();
      TimeUnit.SECONDS.sleep(2);
    }
  }

  private void compareOpening() {
    var bare = new double[rounds];
    var framed = new double[rounds];
    var console = new double[rounds];
    for (int i = -WARM_UP; i < rounds; i++) {
      double bareTime = opened(this::openBare);
      double framedTime = opened(this::openFramed);
      double time = opened(this::openConsole);
      if (i >= 0) {
        bare[i] = bareTime;
        framed[i] = framedTime;
        console[i] = time;
      }
    }
    report("a window shown", "bare table", median(bare), median(console));
    report("a window shown", "bare table in the frame", median(framed), median(console));
  }

  private static double opened(ToDoubleFunction<Stage> open) {
    var stage = ConsoleRobot.stage();
    double time = open.applyAsDouble(stage);
    close(stage);
    return time;
  }

  /// In one window, whose frame stays.
  private void compareLists() {
    var stage = ConsoleRobot.stage();
    openConsole(stage);
    var bare = new double[rounds];
    var again = new double[rounds];
    for (int i = -WARM_UP; i < rounds; i++) {
      double bareTime = openTableIn(stage);
      double time = openListIn(stage);
      if (i >= 0) {
        bare[i] = bareTime;
        again[i] = time;
      }
    }
    close(stage);
    report("the list opened in an open window", "bare table there", median(bare), median(again));
  }

  private double openTableIn(Stage stage) {
    ConsoleRobot.doFx(() -> go(new Place.Engines()));
    robot.pulse();
    return timed(
        stage,
        () -> ((Pane) stage.getScene().lookup("#content")).getChildren().setAll(bareTable()));
  }

  private double openListIn(Stage stage) {
    ConsoleRobot.doFx(
        () -> {
          go(new Place.Services());
          go(new Place.Engines());
        });
    robot.pulse();
    return timed(stage, () -> go(new Place.Services()));
  }

  private void go(Place place) {
    Objects.requireNonNull(navigator).open(place);
  }

  private void compareScrolling() {
    var bare = new double[rounds];
    var console = new double[rounds];
    for (int i = -2; i < rounds; i++) {
      var bareStage = ConsoleRobot.stage();
      openFramed(bareStage);
      double[] barePulses = scroll(bareStage);
      close(bareStage);
      var stage = ConsoleRobot.stage();
      openConsole(stage);
      double[] pulses = scroll(stage);
      close(stage);
      if (i >= 0) {
        bare[i] = at(barePulses, 0.95);
        console[i] = at(pulses, 0.95);
        System.out.printf(
            "  round %d: pulse p50 bare %.1f, console %.1f ms; p95 bare %.1f, console %.1f ms%n",
            i + 1, at(barePulses, 0.5), at(pulses, 0.5), bare[i], console[i]);
      }
    }
    report("scrolling, p95 pulse", "bare table in the frame", median(bare), median(console));
  }

  private void report(String what, String reference, double bare, double console) {
    double ratio = console / bare;
    kept &= ratio <= PROMISED_RATIO;
    System.out.printf(
        "%s: %s %.1f ms, console %.1f ms, ratio %.2f, promised at most %.1f%n",
        what, reference, bare, console, ratio, PROMISED_RATIO);
  }

  private double openBare(Stage stage) {
    return timed(
        stage,
        () -> {
          stage.setScene(new Scene(bareTable(), 1280, 800));
          stage.show();
        });
  }

  /// A console whose list is the bare table.
  private double openFramed(Stage stage) {
    return timed(
        stage,
        () -> {
          Console.show(stage, few.engine(), settings());
          ((Pane) stage.getScene().lookup("#content")).getChildren().setAll(bareTable());
        });
  }

  private double openConsole(Stage stage) {
    return timed(
        stage, () -> navigator = Console.show(stage, many.engine(), settings()).navigator());
  }

  private TableView<Integer> bareTable() {
    var table = new TableView<Integer>();
    table.setId("bareTable");
    table.setFixedCellSize(ROW);
    table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    for (int i = 0; i < COLUMNS; i++) {
      int number = i;
      var column = new TableColumn<Integer, String>("Column " + i);
      column.setCellValueFactory(row -> new ReadOnlyStringWrapper(row.getValue() + "." + number));
      table.getColumns().add(column);
    }
    var items = FXCollections.<Integer>observableArrayList();
    for (int i = 0; i < services; i++) {
      items.add(i);
    }
    table.setItems(items);
    return table;
  }

  private ConsoleSettings settings() {
    var settings = ConsoleSettings.open(folder.resolve("console.properties"));
    settings.language(Language.ENGLISH);
    settings.theme(Theme.LIGHT);
    return settings;
  }

  /// @return milliseconds until all rows were there and those in sight laid out
  private double timed(Stage stage, Runnable open) {
    var shown = new CompletableFuture<Long>();
    long begun = System.nanoTime();
    ConsoleRobot.doFx(
        () -> {
          open.run();
          Runnable look =
              () -> {
                if (!shown.isDone() && isShown(stage)) {
                  shown.complete(System.nanoTime());
                }
              };
          stage.getScene().addPostLayoutPulseListener(look);
          var _ =
              shown.thenRun(
                  () ->
                      Platform.runLater(
                          () -> stage.getScene().removePostLayoutPulseListener(look)));
        });
    double time = (shown.orTimeout(120, TimeUnit.SECONDS).join() - begun) / 1e6;
    robot.pulse();
    return time;
  }

  private boolean isShown(Stage stage) {
    var table = table(stage);
    return table != null
        && table.isVisible()
        && table.getItems().size() == services
        && table.lookup(".table-row-cell") != null;
  }

  private static @Nullable TableView<?> table(Stage stage) {
    var root = stage.getScene().getRoot();
    var bare = root.lookup("#bareTable");
    return (TableView<?>) (bare == null ? root.lookup("#servicesTable") : bare);
  }

  private static void close(Stage stage) {
    ConsoleRobot.doFx(stage::hide);
  }

  /// Jumps on with every pulse.
  ///
  /// @return milliseconds from pulse to pulse
  private double[] scroll(Stage stage) {
    var intervals = new ArrayList<Double>();
    var over = new CountDownLatch(1);
    ConsoleRobot.doFx(
        () -> {
          var table = Objects.requireNonNull(table(stage));
          new AnimationTimer() {
            private long before;
            private int row;

            @Override
            public void handle(long now) {
              if (before != 0) {
                intervals.add((now - before) / 1e6);
              }
              before = now;
              row = (row + JUMP) % services;
              table.scrollTo(row);
              if (intervals.size() == JUMPS) {
                stop();
                over.countDown();
              }
            }
          }.start();
        });
    await(over);
    return intervals.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private void idle(String what, boolean quiet) throws InterruptedException {
    many.quiet(quiet);
    TimeUnit.SECONDS.sleep(8);
    long thread = ConsoleRobot.onFx(() -> Thread.currentThread().threadId());
    var threads = ManagementFactory.getThreadMXBean();
    long fx = threads.getThreadCpuTime(thread);
    long before = processCpu();
    long begun = System.nanoTime();
    TimeUnit.SECONDS.sleep(seconds);
    double wall = System.nanoTime() - begun;
    double percent = 100.0 * (processCpu() - before) / wall;
    kept &= !quiet || percent < PROMISED_IDLE;
    System.out.printf(
        "idle, %s: %.2f %% of a core, promised below %.0f %%; of that the JavaFX thread %.2f %%%n",
        what, percent, PROMISED_IDLE, 100.0 * (threads.getThreadCpuTime(thread) - fx) / wall);
  }

  private void memory() throws IOException, InterruptedException {
    for (int i = 0; i < 3; i++) {
      System.gc();
      TimeUnit.MILLISECONDS.sleep(300);
    }
    double heap =
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1024.0 / 1024;
    double resident = residentMiB();
    kept &= resident < PROMISED_MEMORY;
    System.out.printf(
        "memory: %.0f MiB of the process, %.0f MiB of heap in use, promised below %.0f MiB%n",
        resident, heap, PROMISED_MEMORY);
  }

  private void events() throws InterruptedException {
    long thread = ConsoleRobot.onFx(() -> Thread.currentThread().threadId());
    var threads = ManagementFactory.getThreadMXBean();
    // Warms up.
    pour(seconds);
    long before = threads.getThreadCpuTime(thread);
    long process = processCpu();
    long begun = System.nanoTime();
    pour(seconds);
    long wall = System.nanoTime() - begun;
    double busy = 100.0 * (threads.getThreadCpuTime(thread) - before) / wall;
    double all = 100.0 * (processCpu() - process) / wall;
    kept &= busy < PROMISED_BUSY;
    System.out.printf(
        "%,d events/s: JavaFX thread %.1f %% busy, promised below %.0f %%; the process %.1f %%%n",
        EVENTS_A_SECOND, busy, PROMISED_BUSY, all);
  }

  private void pour(int wanted) throws InterruptedException {
    long begun = System.nanoTime();
    int sent = 0;
    while (sent < wanted * EVENTS_A_SECOND) {
      long due = (System.nanoTime() - begun) * EVENTS_A_SECOND / 1_000_000_000L;
      for (; sent < due && sent < wanted * EVENTS_A_SECOND; sent++) {
        many.happen();
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  private static long processCpu() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static double residentMiB() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
        .findFirst()
        .orElse(Double.NaN);
  }

  private static double median(double[] values) {
    return at(values, 0.5);
  }

  private static double at(double[] values, double share) {
    var sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[Math.min(sorted.length - 1, (int) (sorted.length * share))];
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(120, TimeUnit.SECONDS)) {
        throw new IllegalStateException("nothing is drawn any more");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
