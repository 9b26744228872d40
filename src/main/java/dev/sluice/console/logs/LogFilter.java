package dev.sluice.console.logs;

import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.Revision;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.InstanceView;
import java.util.Collection;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Whose lines are shown.
sealed interface LogFilter {

  /// Which lines those are.
  Predicate<LogEntry> accepts();

  record Everybody() implements LogFilter {
    @Override
    public Predicate<LogEntry> accepts() {
      return _ -> true;
    }
  }

  record OfVersion(VersionName version) implements LogFilter {
    @Override
    public Predicate<LogEntry> accepts() {
      return entry -> entry.version().filter(version::equals).isPresent();
    }
  }

  record OfInstance(InstanceId instance) implements LogFilter {
    @Override
    public Predicate<LogEntry> accepts() {
      return entry -> entry.instance().filter(instance::equals).isPresent();
    }
  }

  /// @param instances those that run on it; a line does not say which revision wrote it
  record OfRevision(Revision revision, Set<InstanceId> instances) implements LogFilter {
    public OfRevision {
      instances = Set.copyOf(instances);
    }

    static OfRevision among(Revision revision, Collection<InstanceView> all) {
      return new OfRevision(
          revision,
          all.stream()
              .filter(one -> one.revision().equals(revision))
              .map(InstanceView::id)
              .collect(Collectors.toSet()));
    }

    @Override
    public Predicate<LogEntry> accepts() {
      return entry -> entry.instance().filter(instances::contains).isPresent();
    }
  }
}
