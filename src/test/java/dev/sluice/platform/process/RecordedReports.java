package dev.sluice.platform.process;

import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.port.Platform.Report;
import dev.sluice.engine.port.Platform.ReportListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Remembers every report in the order in which it came.
final class RecordedReports implements ReportListener {
  private final List<Report> reports = new CopyOnWriteArrayList<>();

  @Override
  public void onReport(VersionName version, Report report) {
    reports.add(report);
  }

  List<Report> of(InstanceId instance) {
    return reports.stream().filter(report -> report.instance().equals(instance)).toList();
  }

  /// Waits for the first report of this kind.
  <R extends Report> R await(InstanceId instance, Class<R> kind) {
    Eventually.holds(
        kind.getSimpleName() + " of " + instance + ", but " + reports,
        () -> of(instance).stream().anyMatch(kind::isInstance));
    return of(instance).stream().filter(kind::isInstance).map(kind::cast).findFirst().orElseThrow();
  }
}
