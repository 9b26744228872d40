package dev.sluice.gateway.route;

import dev.sluice.domain.service.Endpoint;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/// What came of a change of the table.
public sealed interface TableOutcome {

  /// It is in force.
  ///
  /// @param opened version addresses that were not in the table before
  /// @param closed version addresses that no longer are
  /// @param abandoned where instances were that no longer are in the table
  record InForce(Set<Endpoint> opened, Set<Endpoint> closed, Set<Endpoint> abandoned)
      implements TableOutcome {
    public InForce {
      opened = Set.copyOf(opened);
      closed = Set.copyOf(closed);
      abandoned = Set.copyOf(abandoned);
    }

    static InForce of(Collection<CompiledService> old, Collection<CompiledService> fresh) {
      var before = addresses(old);
      var after = addresses(fresh);
      var abandoned = origins(old);
      abandoned.removeAll(origins(fresh));
      return new InForce(without(after, before), without(before, after), abandoned);
    }

    private static Set<Endpoint> addresses(Collection<CompiledService> services) {
      return services.stream()
          .flatMap(service -> service.addresses().keySet().stream())
          .collect(Collectors.toCollection(HashSet::new));
    }

    private static Set<Endpoint> origins(Collection<CompiledService> services) {
      return services.stream()
          .flatMap(CompiledService::origins)
          .map(OriginTarget::endpoint)
          .collect(Collectors.toCollection(HashSet::new));
    }

    private static Set<Endpoint> without(Set<Endpoint> all, Set<Endpoint> some) {
      return all.stream().filter(one -> !some.contains(one)).collect(Collectors.toSet());
    }
  }

  /// The present table is as new, or newer; nothing has changed.
  record Older() implements TableOutcome {}

  /// It was made for another table than the present one; nothing has changed.
  record Unfounded() implements TableOutcome {}
}
