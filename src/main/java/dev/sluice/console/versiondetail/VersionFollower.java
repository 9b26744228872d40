package dev.sluice.console.versiondetail;

import dev.sluice.console.fx.EngineState;
import dev.sluice.console.shell.ConsoleContext;
import dev.sluice.console.shell.Place;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.VersionView;
import java.util.Optional;
import java.util.function.BiConsumer;
import javafx.util.Subscription;

/// Tells a tab of one version again whenever anything it may show has changed.
final class VersionFollower {
  private final ConsoleContext context;
  private final BiConsumer<EngineState, VersionView> show;
  private Subscription subscription = Subscription.EMPTY;

  VersionFollower(ConsoleContext context, BiConsumer<EngineState, VersionView> show) {
    this.context = context;
    this.show = show;
  }

  void begin(Place place) {
    if (!(place instanceof Place.Version wanted)) {
      throw new IllegalArgumentException("not a version: " + place);
    }
    end();
    var version = wanted.version();
    subscription =
        Subscription.combine(
            context.feed().state().subscribe(state -> tell(state, version)),
            context.texts().language().subscribe(_ -> tell(context.feed().state().get(), version)));
  }

  void end() {
    subscription.unsubscribe();
    subscription = Subscription.EMPTY;
  }

  private void tell(EngineState state, VersionName version) {
    Optional.ofNullable(state.versions().get(version)).ifPresent(view -> show.accept(state, view));
  }
}
