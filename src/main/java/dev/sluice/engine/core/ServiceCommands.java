package dev.sluice.engine.core;

import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.ServiceRecord;
import dev.sluice.domain.traffic.TrafficPolicy;
import dev.sluice.domain.traffic.TrafficRecord;
import dev.sluice.engine.api.ServiceView;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// Commands on services themselves.
final class ServiceCommands {
  private final Kernel kernel;
  private final Audit audit;

  ServiceCommands(Kernel kernel, Audit audit) {
    this.kernel = kernel;
    this.audit = audit;
  }

  ServiceView create(ServiceName name, boolean publicAccess) {
    var call = new Audit.Call("service.create", name.value(), "");
    return audit.recording(
        call,
        () ->
            kernel.ask(
                name,
                () -> {
                  if (kernel.find(name).isPresent()) {
                    throw Problems.serviceExists(name);
                  }
                  var work = new Work(kernel, name);
                  var now = work.now();
                  work.create(
                      new ServiceState(
                          new ServiceRecord(name, publicAccess, 0, 1, now, now),
                          new TrafficRecord(
                              name, 0, TrafficPolicy.ByPercent.OFF, audit.caller(), "", now),
                          new TreeMap<>(),
                          Map.of()));
                  audit.accepted(work, call, Optional.empty(), Optional.empty());
                  var _ = kernel.commit(work);
                  return Views.service(work.state());
                }));
  }

  ServiceView changePublicAccess(ServiceName name, boolean publicAccess) {
    var call = new Audit.Call("service.public", name.value(), "");
    return audit.recording(
        call,
        () -> {
          var applied =
              kernel.ask(
                  name,
                  () -> {
                    var old = kernel.get(name).service();
                    var work = new Work(kernel, name);
                    work.put(
                        new ServiceRecord(
                            name,
                            publicAccess,
                            old.lastVersion(),
                            old.revision() + 1,
                            old.createdAt(),
                            work.now()));
                    audit.accepted(
                        work,
                        call,
                        Optional.of(Boolean.toString(old.publicAccess())),
                        Optional.of(Boolean.toString(publicAccess)));
                    return kernel.commit(work);
                  });
          Acknowledgements.await(applied);
          return Views.service(kernel.get(name));
        });
  }

  void delete(ServiceName name) {
    var call = new Audit.Call("service.delete", name.value(), "");
    var applied =
        audit.recording(
            call,
            () ->
                kernel.ask(
                    name,
                    () -> {
                      var versions = kernel.get(name).versions();
                      if (!versions.isEmpty()) {
                        throw Problems.serviceHasVersions(name, new TreeSet<>(versions.keySet()));
                      }
                      var work = new Work(kernel, name);
                      work.delete();
                      audit.accepted(work, call, Optional.empty(), Optional.empty());
                      return kernel.commit(work);
                    }));
    Acknowledgements.await(applied);
  }
}
