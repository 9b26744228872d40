package dev.sluice.gateway.control;

import dev.sluice.domain.service.Endpoint;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.TableChange;
import dev.sluice.engine.port.GatewayFigures;
import dev.sluice.engine.port.GatewayFigures.Position;
import dev.sluice.gateway.http.HttpProxy;
import dev.sluice.gateway.route.Router;
import dev.sluice.gateway.route.TableOutcome;
import dev.sluice.wire.control.ControlAnswer;
import dev.sluice.wire.control.ControlAnswer.AddressFailureMessage;
import dev.sluice.wire.control.ControlRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Does what the engine asks for. Thread-safe; tables are applied one after the other.
public final class ControlCalls implements ControlServer.Calls {
  /// How often it is looked whether requests wait in the gateway that was taken over from.
  private static final Duration LOOK = Duration.ofMillis(500);

  private final Router router;
  private final HttpProxy proxy;
  private final TableFolder folder;
  private final TableGate gate;
  private final ControlAnswer.Hello self;
  private final Lifecycle lifecycle;
  private volatile @Nullable Predecessor predecessor;

  /// What concerns the gateway as a whole.
  public interface Lifecycle {
    /// Ends what is in flight, then the process; returns at once.
    void stop();

    /// Gives the listening sockets to another process.
    ControlAnswer handOver(Path line, Path aside) throws IOException, InterruptedException;

    /// Whoever asks for figures has those up to that second of this gateway.
    void onFiguresRead(long second);
  }

  /// @param self what is answered to hello, but for the table's number
  public ControlCalls(
      Router router,
      HttpProxy proxy,
      TableFolder folder,
      TableGate gate,
      ControlAnswer.Hello self,
      Lifecycle lifecycle) {
    this.router = router;
    this.proxy = proxy;
    this.folder = folder;
    this.gate = gate;
    this.self = self;
    this.lifecycle = lifecycle;
  }

  /// Another gateway was taken over from, and ends what it has.
  public void follow(GatewayLink before) throws InterruptedException {
    var followed = new Predecessor(before, proxy.figures()::adopt);
    predecessor = followed;
    followed.begin().ifPresent(proxy.figures()::inherit);
  }

  @Override
  public ControlAnswer answer(ControlRequest request) throws IOException, InterruptedException {
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
      case ControlRequest.Change(var change, var passedOn) ->
          apply(change.toChange(), Boolean.TRUE.equals(passedOn));
      case ControlRequest.HandOver(var line, var aside) ->
          lifecycle.handOver(Path.of(line), Path.of(aside));
      case ControlRequest.AwaitIdle(var instance, long limit) ->
          new ControlAnswer.Idle(
              awaitIdle(new InstanceId(instance), Duration.ofMillis(Math.max(0, limit))));
      case ControlRequest.Counted(var gateway, long second) ->
          CountsWriter.counted(figures(new Position(gateway, second)));
      case ControlRequest.Totals _ -> CountsWriter.totals(proxy.figures().totals());
      case ControlRequest.Demand(long limit) ->
          new ControlAnswer.Demand(
              awaitDemand(Duration.ofMillis(Math.max(0, limit))).stream()
                  .map(VersionName::toString)
                  .toList());
      case ControlRequest.Stop _ -> {
        var before = predecessor;
        if (before != null) {
          before.stop();
        }
        lifecycle.stop();
        yield new ControlAnswer.Stopping();
      }
    };
  }

  private ControlAnswer apply(TableChange change, boolean passedOn)
      throws IOException, InterruptedException {
    var answer = gate.pass(passedOn, () -> apply(router.apply(change), change, passedOn));
    var before = predecessor;
    if (before != null && answer instanceof ControlAnswer.Applied) {
      before.apply(change);
    }
    return answer;
  }

  /// Swaps first, so that a version's address never leads anywhere before its table is in force.
  private ControlAnswer apply(TableOutcome outcome, TableChange change, boolean passedOn) {
    return switch (outcome) {
      case TableOutcome.Older _ -> new ControlAnswer.Applied(router.tableNumber(), List.of());
      case TableOutcome.Unfounded _ -> new ControlAnswer.Unfounded(router.tableNumber());
      case TableOutcome.InForce inForce -> {
        var failures = proxy.follow(inForce);
        if (!passedOn) {
          folder.save(change);
        }
        yield new ControlAnswer.Applied(change.number(), failures(failures));
      }
    };
  }

  private static List<AddressFailureMessage> failures(Map<Endpoint, String> failures) {
    return failures.entrySet().stream()
        .map(
            failure ->
                new AddressFailureMessage(
                    failure.getKey().host(), failure.getKey().port(), failure.getValue()))
        .toList();
  }

  private boolean awaitIdle(InstanceId instance, Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    var before = predecessor;
    return router.awaitIdle(instance, limit)
        && (before == null
            || before.awaitIdle(instance, Duration.ofNanos(Math.max(0, end - System.nanoTime()))));
  }

  private Set<VersionName> awaitDemand(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    for (; ; ) {
      var before = predecessor;
      boolean alone = before == null || before.gone();
      if (before != null && !alone) {
        var there = before.demand();
        if (!there.isEmpty()) {
          return there;
        }
      }
      var left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
      var here = router.awaitDemand(alone || left.compareTo(LOOK) < 0 ? left : LOOK);
      if (!here.isEmpty() || System.nanoTime() - end >= 0) {
        return here;
      }
    }
  }

  private GatewayFigures figures(Position after) {
    var own = proxy.figures().after(after);
    if (after.gateway().equals(own.position().gateway())) {
      lifecycle.onFiguresRead(after.second());
    }
    var before = predecessor;
    if (before == null) {
      return own;
    }
    var inFlight = new HashMap<>(own.inFlight());
    before.inFlight().forEach((instance, count) -> inFlight.merge(instance, count, Integer::sum));
    return new GatewayFigures(own.position(), own.seconds(), inFlight);
  }
}
