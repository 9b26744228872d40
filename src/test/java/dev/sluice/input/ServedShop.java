package dev.sluice.input;

import dev.sluice.domain.history.OperationId;
import dev.sluice.domain.service.EnvironmentVariable;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.Page;
import dev.sluice.engine.core.TestEngine;
import dev.sluice.rest.AdminToken;
import dev.sluice.rest.ApiServer;
import dev.sluice.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The real engine on a real database behind its real HTTP face: `shop-001` has all traffic and one
/// snapshot, `shop-002` has none.
final class ServedShop implements AutoCloseable {
  /// What an accepted call began and that takes longer is cancelled: it waits as it was told to.
  private static final Duration LIMIT = Duration.ofSeconds(1);

  private static final Page.Request ALL = new Page.Request(0, 1_000);

  private final TestEngine test;
  private final VersionName first;
  private final ApiServer server;
  private final RawHttp http;
  private final String authorization;

  ServedShop(Path directory) throws IOException {
    test = TestEngine.start(directory);
    first = test.serving(EnvironmentVariable.secret("KEY", "canary-old"));
    var secret = EnvironmentVariable.secret("KEY", "canary-new");
    var _ = test.redeploy(first, TestEngine.configuration(secret));
    var _ = test.deploy(0, TestEngine.configuration());
    var token = AdminToken.openOrCreate(directory);
    authorization = "Authorization: Bearer " + Files.readString(token.file()).strip();
    server = new ApiServer(test.engine, "127.0.0.1", 0, token);
    http = new RawHttp(server.start());
  }

  RawHttp.Answer send(String method, String target, byte[] body, List<String> headers)
      throws IOException {
    var all = Stream.concat(Stream.of(authorization), headers.stream()).toList();
    return http.send(method, "/api/v1" + target, all, body);
  }

  RawHttp.Answer get(String target) throws IOException {
    return send("GET", target, new byte[0], List.of());
  }

  /// Everything that an accepted call may change and a refused one may not: what the store holds
  /// and what readers are shown. Only the audit is left out, since a refusal is recorded there.
  List<String> state() {
    var state = new ArrayList<String>();
    var engine = test.engine;
    var contents = test.store.load();
    state.add("services " + contents.services());
    state.add("traffic " + contents.traffic());
    state.add("versions " + contents.versions());
    state.add("running " + contents.operations());
    state.add("events " + test.store.eventRange());
    state.add("operations " + test.store.operations(Optional.empty(), Optional.empty(), 0, 1_000));
    for (var service : engine.listServices("", ALL).items()) {
      state.add("service " + Json.write(service));
      state.add("history " + Json.write(engine.listTrafficHistory(service.name(), ALL)));
      for (var version : engine.listVersions(service.name())) {
        state.add("version " + Json.write(version));
        state.add("snapshots " + Json.write(engine.listSnapshots(version.name(), ALL)));
      }
    }
    return state;
  }

  /// Every event there ever was, as it is sent to readers.
  List<String> events() {
    return test.store.eventsAfter(0, 100_000).stream().map(event -> event.payload()).toList();
  }

  /// An instance of `shop-001`; one that never was, while it has none.
  String instance() {
    var instances = test.engine.listInstances(first);
    return instances.isEmpty() ? first + "-i999" : instances.getFirst().id().value();
  }

  /// Waits until what an accepted call began is over.
  void settle(RawHttp.Answer accepted) {
    if (accepted.status() != 202) {
      return;
    }
    var id = new OperationId(Json.mapper().readTree(accepted.text()).path("id").stringValue());
    if (!test.engine.awaitOperation(id, LIMIT).state().isFinal()) {
      var _ = test.engine.cancelOperation(id);
      var _ = test.engine.awaitOperation(id, LIMIT);
    }
  }

  @Override
  public void close() throws IOException {
    http.close();
    server.stop();
    test.close();
  }
}
