package dev.sluice.gateway.control;

import dev.sluice.domain.traffic.RoutingTable;
import dev.sluice.wire.control.ControlJson;
import dev.sluice.wire.control.TableMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// The last table on disk, by which a gateway that is started again routes before an engine speaks
/// to it.
///
/// It is replaced as a whole, so that the death of the process leaves the old or the new one. It is
/// not forced to the disk: after the death of the computer its instances are gone as well.
public final class TableFile {
  private static final System.Logger LOG = System.getLogger(TableFile.class.getName());

  private final Path file;

  public TableFile(Path file) {
    this.file = file;
  }

  /// The table kept; an empty one when there is none that can be read.
  public RoutingTable load() {
    if (!Files.exists(file)) {
      return RoutingTable.EMPTY;
    }
    try {
      return ControlJson.read(file, TableMessage.class).toTable();
    } catch (IOException | IllegalArgumentException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "The last table in " + file + " can't be read; waiting for the engine's",
          e);
      return RoutingTable.EMPTY;
    }
  }

  /// Keeps `table`. A failure is logged only: routing matters more than the memory of it.
  public void save(RoutingTable table) {
    try {
      var next = file.resolveSibling(file.getFileName() + ".next");
      Files.writeString(next, ControlJson.write(TableMessage.of(table)));
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "The table can't be kept in " + file, e);
    }
  }
}
