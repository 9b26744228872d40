package dev.sluice.gateway.http;

import dev.sluice.domain.service.Endpoint;
import dev.sluice.gateway.route.Choice;
import dev.sluice.gateway.route.Refusal;
import org.jspecify.annotations.Nullable;

/// Finds an instance for one request after the other, by the table of the moment, and lets a
/// request wait for a version that is started for it (R64). Used on one event loop.
final class Admission {
  private final UserAgentStream agent;
  private final ProxyContext context;
  private final @Nullable Endpoint versionAddress;
  private @Nullable Waiter waiter;
  private long began;

  /// @param versionAddress the version address the requests come in at; null at the gateway's own
  Admission(UserAgentStream agent, ProxyContext context, @Nullable Endpoint versionAddress) {
    this.agent = agent;
    this.context = context;
    this.versionAddress = versionAddress;
  }

  /// Begins an exchange, now or later, or has the request refused.
  void admit(IncomingRequest request) {
    began = System.nanoTime();
    var choice =
        versionAddress == null
            ? context.router().choose(request.host(), request)
            : context.router().choose(versionAddress, request);
    onChoice(choice, request);
  }

  /// Whether a request waits. Its body is not read meanwhile.
  boolean waiting() {
    return waiter != null;
  }

  /// The request that waits, if any, is given up.
  void stop() {
    var waiting = waiter;
    if (waiting != null) {
      leave();
      note(Refusal.abandoned(waiting.version()), waiting.request());
    }
  }

  private void leave() {
    if (waiter != null) {
      waiter.leave();
      waiter = null;
    }
  }

  private void note(Refusal refusal, IncomingRequest request) {
    context
        .ledger(agent.channel().eventLoop())
        .refused(refusal, request, agent.forwarded().address(), began);
  }

  /// The request has waited long enough.
  void onDeadline() {
    var waiting = waiter;
    if (waiting != null) {
      refuse(Refusal.notStarted(waiting.version()), waiting.request());
    }
  }

  private void onChoice(Choice choice, IncomingRequest request) {
    switch (choice) {
      case Choice.Refused(var refusal) -> refuse(refusal, request);
      case Choice.Wait wait -> awaitStart(wait, request);
      case Choice.To(var claim) -> {
        waiter = null;
        agent.begin(new Exchange(agent, request, claim, began, context));
      }
    }
  }

  private void refuse(Refusal refusal, IncomingRequest request) {
    leave();
    note(refusal, request);
    agent.refuse(refusal, request, null, request.framing().equals(Framing.NONE));
  }

  private void awaitStart(Choice.Wait wait, IncomingRequest request) {
    var version = wait.version();
    if (waiter == null) {
      waiter = new Waiter(wait, request);
      agent.deadline().set(context.limits().answerTime());
    }
    var waiting = waiter;
    agent.setReading(false);
    Runnable next = () -> agent.channel().eventLoop().execute(() -> onStarted(waiting));
    waiting.leaveBy(() -> context.router().leave(version, next));
    if (!context.router().await(version, next)) {
      refuse(Refusal.tooManyWaiting(version), request);
    }
  }

  private void onStarted(Waiter waiting) {
    if (waiter == waiting) {
      var request = waiting.request();
      onChoice(context.router().choose(waiting.choice(), request), request);
    }
  }
}
