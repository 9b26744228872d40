package dev.sluice.gateway.control;

import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.traffic.RoutingTable;
import dev.sluice.domain.traffic.RoutingTable.ServiceRoute;
import dev.sluice.domain.traffic.TableChange;
import dev.sluice.wire.control.ControlJson;
import dev.sluice.wire.control.ServiceMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The last table on disk, by which a gateway that is started again routes before an engine speaks
/// to it: a file for each service and one for the number, so that a change costs what it changes.
///
/// Each file is replaced as a whole, and the number comes last. The death of the process may leave
/// a part of a change that was not acknowledged, which its sender repeats. Nothing is forced to the
/// disk: after the death of the computer its instances are gone as well.
public final class TableFolder {
  private static final System.Logger LOG = System.getLogger(TableFolder.class.getName());
  private static final String NUMBER = "number";
  private static final String PORT = "port";
  private static final String SERVICE = ".json";
  private static final String PART = ".part";

  /// Services that are read before they are handed on.
  private static final int AT_ONCE = 64;

  private final Path folder;

  public TableFolder(Path folder) {
    this.folder = folder;
  }

  /// Hands on the table that was kept, in parts, each with the number of the whole. What can't be
  /// read is left out and logged, and the number is then none that an engine builds on.
  public void load(BiConsumer<Long, List<ServiceRoute>> onPart) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    long number = number();
    var part = new ArrayList<ServiceRoute>(AT_ONCE);
    try (Stream<Path> files = Files.list(folder)) {
      for (var file : (Iterable<Path>) files::iterator) {
        if (file.getFileName().toString().endsWith(SERVICE) && !read(file, part)) {
          number = RoutingTable.EMPTY.number();
        }
        if (part.size() == AT_ONCE) {
          onPart.accept(number, part);
          part.clear();
        }
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "The last table in " + folder + " can't be read", e);
    }
    onPart.accept(number, part);
  }

  private long number() {
    if (!Files.exists(folder.resolve(NUMBER))) {
      return RoutingTable.EMPTY.number();
    }
    try {
      return Long.parseLong(Files.readString(folder.resolve(NUMBER)).strip());
    } catch (IOException | NumberFormatException e) {
      LOG.log(System.Logger.Level.WARNING, "The table in " + folder + " has no number", e);
      return RoutingTable.EMPTY.number();
    }
  }

  private static boolean read(Path file, List<ServiceRoute> into) {
    try {
      into.add(ControlJson.read(file, ServiceMessage.class).toRoute());
      return true;
    } catch (IOException | IllegalArgumentException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "The route in " + file + " can't be read; waiting for the engine's",
          e);
      return false;
    }
  }

  /// The port that was listened at last, for a gateway that may choose it: one that is started
  /// again has to be where the one before was. 0 when none is known.
  public int lastPort() {
    try {
      return Integer.parseInt(Files.readString(folder.resolve(PORT)).strip());
    } catch (IOException | NumberFormatException _) {
      return 0;
    }
  }

  /// Keeps the port for [#lastPort].
  public void notePort(int port) {
    try {
      Files.createDirectories(folder);
      write(folder.resolve(PORT), Integer.toString(port));
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "The port can't be noted in " + folder, e);
    }
  }

  /// Keeps what `change` has made of the table. A failure is logged only: routing matters more than
  /// the memory of it, and an engine finds by the number that it has to send the table again.
  public void save(TableChange change) {
    try {
      Files.createDirectories(folder);
      for (var route : change.services()) {
        write(file(route.name()), ControlJson.write(ServiceMessage.of(route)));
      }
      remove(change.gone());
      write(folder.resolve(NUMBER), Long.toString(change.number()));
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "The table can't be kept in " + folder, e);
    }
  }

  private void remove(TableChange.Gone gone) throws IOException {
    switch (gone) {
      case TableChange.Gone.These(var services) -> {
        for (var service : services) {
          Files.deleteIfExists(file(service));
        }
      }
      case TableChange.Gone.AllBut(var services) -> {
        var wanted =
            services.stream().map(service -> service + SERVICE).collect(Collectors.toSet());
        List<Path> present;
        try (Stream<Path> files = Files.list(folder)) {
          present = files.toList();
        }
        for (var file : present) {
          String name = file.getFileName().toString();
          if (name.endsWith(SERVICE) && !wanted.contains(name)) {
            Files.delete(file);
          }
        }
      }
    }
  }

  private Path file(ServiceName service) {
    return folder.resolve(service + SERVICE);
  }

  private static void write(Path file, String text) throws IOException {
    var part = file.resolveSibling(file.getFileName() + PART);
    Files.write(part, text.getBytes(StandardCharsets.UTF_8));
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
