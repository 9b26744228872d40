package dev.sluice.gateway.control;

import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.TableChange;
import dev.sluice.engine.port.GatewayFigures.Position;
import dev.sluice.gateway.http.HttpProxy;
import dev.sluice.gateway.route.Router;
import dev.sluice.gateway.route.TableOutcome;
import dev.sluice.wire.control.ControlAnswer;
import dev.sluice.wire.control.ControlAnswer.AddressFailureMessage;
import dev.sluice.wire.control.ControlRequest;
import java.time.Duration;
import java.util.List;

/// Does what the engine asks for. Thread-safe; tables are applied one after the other.
public final class ControlCalls implements ControlServer.Calls {
  private final Router router;
  private final HttpProxy proxy;
  private final TableFolder folder;
  private final ControlAnswer.Hello self;
  private final Runnable onStop;

  /// @param self what is answered to hello, but for the table's number
  public ControlCalls(
      Router router,
      HttpProxy proxy,
      TableFolder folder,
      ControlAnswer.Hello self,
      Runnable onStop) {
    this.router = router;
    this.proxy = proxy;
    this.folder = folder;
    this.self = self;
    this.onStop = onStop;
  }

  @Override
  public ControlAnswer answer(ControlRequest request) throws InterruptedException {
    return switch (request) {
      case ControlRequest.Hello _ ->
          new ControlAnswer.Hello(
              self.program(),
              self.pid(),
              self.host(),
              self.port(),
              router.tableNumber(),
              self.tls(),
              self.accessLog());
      case ControlRequest.Change(var change) -> apply(change.toChange());
      case ControlRequest.AwaitIdle(var instance, long limit) ->
          new ControlAnswer.Idle(
              router.awaitIdle(new InstanceId(instance), Duration.ofMillis(Math.max(0, limit))));
      case ControlRequest.Counted(var gateway, long second) ->
          CountsWriter.counted(proxy.figures().after(new Position(gateway, second)));
      case ControlRequest.Totals _ -> CountsWriter.totals(proxy.figures().totals());
      case ControlRequest.Demand(long limit) ->
          new ControlAnswer.Demand(
              router.awaitDemand(Duration.ofMillis(Math.max(0, limit))).stream()
                  .map(VersionName::toString)
                  .toList());
      case ControlRequest.Stop _ -> {
        onStop.run();
        yield new ControlAnswer.Stopping();
      }
    };
  }

  /// Swaps first, so that a version's address never leads anywhere before its table is in force.
  private synchronized ControlAnswer apply(TableChange change) {
    return switch (router.apply(change)) {
      case TableOutcome.Older _ -> new ControlAnswer.Applied(router.tableNumber(), List.of());
      case TableOutcome.Unfounded _ -> new ControlAnswer.Unfounded(router.tableNumber());
      case TableOutcome.InForce inForce -> {
        var failures = proxy.follow(inForce);
        folder.save(change);
        yield new ControlAnswer.Applied(
            change.number(),
            failures.entrySet().stream()
                .map(
                    failure ->
                        new AddressFailureMessage(
                            failure.getKey().host(), failure.getKey().port(), failure.getValue()))
                .toList());
      }
    };
  }
}
