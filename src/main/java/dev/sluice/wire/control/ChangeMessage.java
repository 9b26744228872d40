package dev.sluice.wire.control;

import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.traffic.TableChange;
import dev.sluice.domain.traffic.TableChange.Gone;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A [TableChange] as JSON.
///
/// @param base null when it holds for any table
/// @param gone services that have no part any more
/// @param only when not null, every service that is not named here has no part any more
public record ChangeMessage(
    @Nullable Long base,
    long number,
    List<ServiceMessage> services,
    List<String> gone,
    @Nullable List<String> only) {
  public ChangeMessage {
    services = List.copyOf(services);
    gone = List.copyOf(gone);
    only = only == null ? null : List.copyOf(only);
  }

  public static ChangeMessage of(TableChange change) {
    return new ChangeMessage(
        change.base().isPresent() ? (Long) change.base().getAsLong() : null,
        change.number(),
        change.services().stream().map(ServiceMessage::of).toList(),
        change.gone() instanceof Gone.These(var services) ? names(services) : List.of(),
        change.gone() instanceof Gone.AllBut(var services) ? names(services) : null);
  }

  private static List<String> names(Set<ServiceName> services) {
    return services.stream().map(ServiceName::value).sorted().toList();
  }

  /// @throws IllegalArgumentException when a value breaks the rules of its type
  public TableChange toChange() {
    return new TableChange(
        base == null ? OptionalLong.empty() : OptionalLong.of(base),
        number,
        services.stream().map(ServiceMessage::toRoute).toList(),
        only == null ? new Gone.These(services(gone)) : new Gone.AllBut(services(only)));
  }

  private static Set<ServiceName> services(List<String> names) {
    return names.stream().map(ServiceName::new).collect(Collectors.toSet());
  }
}
