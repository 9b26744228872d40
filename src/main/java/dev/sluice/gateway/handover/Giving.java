package dev.sluice.gateway.handover;

import dev.sluice.gateway.control.ControlServer;
import dev.sluice.gateway.control.TableGate;
import dev.sluice.gateway.http.HttpProxy;
import dev.sluice.wire.control.ControlAnswer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/// The old gateway's part: gives its listening sockets, goes on until the new one serves, and takes
/// everything back when the new one dies first. No table changes meanwhile.
public final class Giving {
  private static final System.Logger LOG = System.getLogger(Giving.class.getName());

  /// For each step of the new one; it starts to listen and to serve within it.
  private static final Duration STEP_LIMIT = Duration.ofSeconds(30);

  private final HttpProxy proxy;
  private final TableGate gate;
  private final Supplier<ControlServer> control;
  private final Runnable onGiven;

  /// @param gate closed while it lasts
  /// @param control where the engine speaks to us
  /// @param onGiven called once, when the new gateway has taken over
  public Giving(
      HttpProxy proxy, TableGate gate, Supplier<ControlServer> control, Runnable onGiven) {
    this.proxy = proxy;
    this.gate = gate;
    this.control = control;
    this.onGiven = onGiven;
  }

  /// Sends the sockets; what follows happens on a thread of its own.
  ///
  /// @param path where the new one waits for them
  /// @param aside where our control socket will be found afterwards
  /// @return their names, in the order they were sent, and the number of the present table
  /// @throws IOException when it can't be done; nothing has changed then
  public ControlAnswer begin(Path path, Path aside) throws IOException, InterruptedException {
    if (!Line.available()) {
      throw new IOException("this system cannot pass open files");
    }
    long number = gate.close();
    boolean begun = false;
    try {
      var listening = proxy.listening();
      var line = Line.connect(path);
      try {
        line.give(List.copyOf(listening.values()));
      } catch (IOException e) {
        line.close();
        throw e;
      }
      var _ = Thread.ofVirtual().name("handover").start(() -> finish(line, aside));
      begun = true;
      return new ControlAnswer.Handing(number, List.copyOf(listening.keySet()));
    } finally {
      if (!begun) {
        gate.open();
      }
    }
  }

  private void finish(Line line, Path aside) {
    try (line) {
      line.await(Line.Signal.RELEASE, STEP_LIMIT);
      proxy.accept(false);
      line.send(Line.Signal.RELEASED);
      line.await(Line.Signal.DONE, STEP_LIMIT);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "Going on, because {0}.", e.getMessage());
      takeBack(aside);
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      takeBack(aside);
      return;
    }
    control.get().isAt(aside);
    gate.handOver();
    onGiven.run();
  }

  private void takeBack(Path aside) {
    try {
      if (Files.exists(aside)) {
        Files.move(aside, control.get().socket(), StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.ERROR, "The control socket could not be taken back", e);
    }
    proxy.accept(true);
    gate.open();
  }
}
