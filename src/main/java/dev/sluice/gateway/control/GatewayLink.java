package dev.sluice.gateway.control;

import dev.sluice.domain.service.Endpoint;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.RoutingTable;
import dev.sluice.domain.traffic.TableChange;
import dev.sluice.engine.port.GatewayFigures;
import dev.sluice.engine.port.GatewayTotals;
import dev.sluice.engine.port.TrafficRouter;
import dev.sluice.wire.control.ChangeMessage;
import dev.sluice.wire.control.ControlAnswer;
import dev.sluice.wire.control.ControlJson;
import dev.sluice.wire.control.ControlRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The engine's end of the control channel. Each call has a connection of its own, so calls don't
/// wait for each other and a gateway that was restarted is found again by itself. Thread-safe.
public final class GatewayLink implements TrafficRouter {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final Path socket;

  /// @param socket as given by [ControlSocket#pathFor]
  public GatewayLink(Path socket) {
    this.socket = socket;
  }

  /// Sends a whole table.
  public List<AddressFailure> apply(RoutingTable table) throws IOException, InterruptedException {
    return apply(TableChange.to(table));
  }

  @Override
  public List<AddressFailure> apply(TableChange change) throws IOException, InterruptedException {
    return apply(change, false);
  }

  /// Sends on to a gateway that was taken over from what an engine has sent.
  void passOn(TableChange change) throws IOException, InterruptedException {
    var _ = apply(change, true);
  }

  /// Asks the gateway to give its listening sockets to this process; see `Taking`.
  ///
  /// @param line where they are waited for
  /// @param aside where its control socket is found afterwards
  /// @throws IOException when it doesn't
  public ControlAnswer.Handing handOver(Path line, Path aside)
      throws IOException, InterruptedException {
    var request = new ControlRequest.HandOver(line.toString(), aside.toString());
    return call(request, ControlAnswer.Handing.class, LIMIT);
  }

  private List<AddressFailure> apply(TableChange change, boolean passedOn)
      throws IOException, InterruptedException {
    var request = new ControlRequest.Change(ChangeMessage.of(change), passedOn);
    var applied = call(request, ControlAnswer.Applied.class, LIMIT);
    return applied.failures().stream()
        .map(
            failure ->
                new AddressFailure(new Endpoint(failure.host(), failure.port()), failure.reason()))
        .toList();
  }

  @Override
  public boolean awaitIdle(InstanceId instance, Duration limit)
      throws IOException, InterruptedException {
    var request = new ControlRequest.AwaitIdle(instance.value(), limit.toMillis());
    return call(request, ControlAnswer.Idle.class, limit.plus(LIMIT)).idle();
  }

  @Override
  public GatewayFigures figures(GatewayFigures.Position after)
      throws IOException, InterruptedException {
    var request = new ControlRequest.Counted(after.gateway(), after.second());
    return CountsReader.figures(call(request, ControlAnswer.Counted.class, LIMIT));
  }

  @Override
  public GatewayTotals totals() throws IOException, InterruptedException {
    var request = new ControlRequest.Totals();
    return CountsReader.totals(call(request, ControlAnswer.Totals.class, LIMIT));
  }

  @Override
  public Set<VersionName> awaitDemand(Duration limit) throws IOException, InterruptedException {
    var request = new ControlRequest.Demand(limit.toMillis());
    return call(request, ControlAnswer.Demand.class, limit.plus(LIMIT)).versions().stream()
        .flatMap(name -> VersionName.parse(name).stream())
        .collect(Collectors.toSet());
  }

  /// Who answers at the socket; empty when nobody does.
  public Optional<GatewayHello> hello() throws InterruptedException {
    try {
      var hello = call(new ControlRequest.Hello(), ControlAnswer.Hello.class, LIMIT);
      return Optional.of(
          new GatewayHello(
              hello.program(),
              hello.pid(),
              hello.host(),
              hello.port(),
              hello.table(),
              hello.tls(),
              hello.accessLog()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// Asks the gateway to end; returns once it has begun to.
  ///
  /// @throws IOException when none answers
  public void stop() throws IOException, InterruptedException {
    var _ = call(new ControlRequest.Stop(), ControlAnswer.Stopping.class, LIMIT);
  }

  private <T extends ControlAnswer> T call(
      ControlRequest request, Class<T> expected, Duration limit)
      throws IOException, InterruptedException {
    try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      var answer = new CompletableFuture<ControlAnswer>();
      var _ = Thread.ofVirtual().start(() -> exchange(channel, request, answer));
      return expect(answer.get(limit.toMillis(), TimeUnit.MILLISECONDS), expected);
    } catch (TimeoutException e) {
      throw new IOException("the gateway did not answer within " + limit.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw new IOException("the gateway cannot be reached: " + reason(e.getCause()), e);
    }
  }

  private void exchange(
      SocketChannel channel, ControlRequest request, CompletableFuture<ControlAnswer> answer) {
    try {
      channel.connect(UnixDomainSocketAddress.of(socket));
      var line =
          ByteBuffer.wrap((ControlJson.write(request) + "\n").getBytes(StandardCharsets.UTF_8));
      while (line.hasRemaining()) {
        channel.write(line);
      }
      var answered =
          new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8)).readLine();
      if (answered == null) {
        throw new IOException("it closed the connection");
      }
      answer.complete(ControlJson.read(answered, ControlAnswer.class));
    } catch (IOException | RuntimeException e) {
      answer.completeExceptionally(e);
    }
  }

  private static <T extends ControlAnswer> T expect(ControlAnswer answer, Class<T> expected)
      throws IOException {
    if (answer instanceof ControlAnswer.Failed(var message)) {
      throw new IOException("the gateway refused: " + message);
    }
    if (answer instanceof ControlAnswer.Unfounded(long number)) {
      throw new UnfoundedChangeException(number);
    }
    if (!expected.isInstance(answer)) {
      throw new IOException("the gateway answered with " + answer.getClass().getSimpleName());
    }
    return expected.cast(answer);
  }

  private static String reason(@Nullable Throwable cause) {
    return cause == null ? "unknown reason" : String.valueOf(cause.getMessage());
  }
}
