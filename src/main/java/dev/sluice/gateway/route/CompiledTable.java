package dev.sluice.gateway.route;

import dev.sluice.domain.service.Endpoint;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.RoutingTable;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A routing table made for look-up. Never changes; swapped as a whole.
///
/// @param hosts by host name, lower case
/// @param addresses the version addresses to listen on
record CompiledTable(
    long number,
    ShardedMap<ServiceName, CompiledService> services,
    ShardedMap<String, Target> hosts,
    ShardedMap<Endpoint, Target.ToVersion> addresses) {

  static final CompiledTable EMPTY =
      new CompiledTable(
          RoutingTable.EMPTY.number(), new ShardedMap<>(), new ShardedMap<>(), new ShardedMap<>());

  Target.@Nullable ToVersion version(VersionName name) {
    var service = services.get(name.service());
    return service == null ? null : service.versions().get(name);
  }

  /// The same without `old`, then with `fresh`.
  CompiledTable with(
      long next, Collection<CompiledService> old, Collection<CompiledService> fresh) {
    var names = new HashSet<ServiceName>();
    var hostsGone = new HashSet<String>();
    var addressesGone = new HashSet<Endpoint>();
    for (var service : old) {
      names.add(service.name());
      hostsGone.addAll(service.hosts().keySet());
      addressesGone.addAll(service.addresses().keySet());
    }
    Map<ServiceName, CompiledService> added = new HashMap<>();
    Map<String, Target> hostsAdded = new HashMap<>();
    Map<Endpoint, Target.ToVersion> addressesAdded = new HashMap<>();
    for (var service : fresh) {
      added.put(service.name(), service);
      hostsAdded.putAll(service.hosts());
      addressesAdded.putAll(service.addresses());
    }
    return new CompiledTable(
        next,
        services.with(names, added),
        hosts.with(hostsGone, hostsAdded),
        addresses.with(addressesGone, addressesAdded));
  }
}
