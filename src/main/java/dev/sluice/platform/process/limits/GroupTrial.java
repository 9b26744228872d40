package dev.sluice.platform.process.limits;

import dev.sluice.domain.service.Enforcement;
import dev.sluice.domain.service.Resources;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Looks for a place where groups work, by doing there once what is done for an instance. The place
/// that worked is noted and tried first by the next engine.
final class GroupTrial {
  private static final System.Logger LOG = System.getLogger(GroupTrial.class.getName());
  private static final String NAME = "trial";
  private static final long LIMIT_SECONDS = 10;

  private final Optional<Cgroups> usable;
  private final List<String> problems = new ArrayList<>();

  GroupTrial(CgroupSearch search, Path note) {
    var candidates = new ArrayList<>(noted(note));
    candidates.addAll(search.candidates());
    usable = candidates.stream().filter(this::works).findFirst();
    usable.ifPresent(cgroups -> write(note, cgroups));
  }

  Optional<Cgroups> usable() {
    return usable;
  }

  Enforcement outcome() {
    return usable
        .map(
            cgroups ->
                new Enforcement(
                    Enforcement.Mode.ENFORCED,
                    "CPU and memory of each instance are limited by %s in %s."
                        .formatted(cgroups.version(), cgroups.roots().getFirst())))
        .orElseGet(
            () ->
                new Enforcement(
                    Enforcement.Mode.WATCHED,
                    "CPU and memory of instances are watched, not limited: "
                        + (problems.isEmpty()
                            ? "this system has no control groups (cgroups) for them."
                            : problems.getFirst())));
  }

  private boolean works(Cgroups cgroups) {
    try {
      var command =
          RunGroups.enter(cgroups, NAME, Resources.DEFAULT, List.of("/bin/sh", "-c", ":"));
      try {
        var process =
            new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0) {
          return true;
        }
        process.destroyForcibly();
        problems.add("a process cannot be put into %s.".formatted(cgroups.roots().getFirst()));
      } finally {
        cgroups.directories(NAME).forEach(GroupFiles::remove);
      }
    } catch (IOException e) {
      problems.add(sentence(cgroups, e));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    cgroups.roots().forEach(GroupFiles::remove);
    return false;
  }

  private static String sentence(Cgroups cgroups, IOException e) {
    String why =
        switch (e) {
          case AccessDeniedException _ -> "this user may not write it";
          case NoSuchFileException _ -> "it lacks what limits CPU or memory";
          case FileSystemException file when file.getReason() != null -> file.getReason();
          default -> String.valueOf(e.getMessage());
        };
    return "%s cannot be used in %s: %s."
        .formatted(cgroups.version(), cgroups.roots().getFirst(), why);
  }

  /// One line for each of the engine's groups; only as long as they are there.
  private static List<Cgroups> noted(Path note) {
    try {
      var roots = Files.readAllLines(note).stream().map(Path::of).toList();
      if (roots.isEmpty() || !roots.stream().allMatch(GroupFiles::isGroup)) {
        return List.of();
      }
      var first = roots.getFirst();
      var parent = first.getParent();
      if (parent == null) {
        return List.of();
      }
      return List.of(
          Files.exists(first.resolve("cgroup.controllers"))
              ? new CgroupV2(parent, String.valueOf(first.getFileName()))
              : new CgroupV1(first, roots.getLast()));
    } catch (IOException | RuntimeException _) {
      // None, or none that can be read: groups are looked for anew.
      return List.of();
    }
  }

  private static void write(Path note, Cgroups cgroups) {
    try {
      Files.write(note, cgroups.roots().stream().map(Path::toString).toList());
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "Where the control groups are cannot be noted", e);
    }
  }
}
