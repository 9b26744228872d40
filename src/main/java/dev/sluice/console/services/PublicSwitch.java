package dev.sluice.console.services;

import atlantafx.base.controls.ToggleSwitch;
import dev.sluice.console.shell.ConsoleContext;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.engine.api.ServiceView;
import org.jspecify.annotations.Nullable;

/// A switch for whether a service's domain answers (R4): follows the engine, and asks it.
final class PublicSwitch {
  private final ConsoleContext context;
  private final ToggleSwitch control;
  private @Nullable ServiceView shown;
  private boolean filling;

  PublicSwitch(ConsoleContext context, ToggleSwitch control) {
    this.context = context;
    this.control = control;
    control.disableProperty().bind(context.feed().offline());
    control.selectedProperty().subscribe((_, wanted) -> change(wanted));
  }

  void show(ServiceView service) {
    shown = service;
    filling = true;
    control.setSelected(service.publicAccess());
    filling = false;
  }

  private void change(boolean wanted) {
    if (filling || shown == null) {
      return;
    }
    var before = shown;
    ServiceName service = before.name();
    context
        .background()
        .run(() -> context.engine().changePublicAccess(service, wanted))
        .onSuccess(
            _ ->
                context
                    .notifier()
                    .done(
                        context
                            .texts()
                            .text(wanted ? "service.public.on" : "service.public.off", service)))
        .onProblem(
            problem -> {
              context.notifier().problem(problem);
              show(before);
            })
        .start();
  }
}
