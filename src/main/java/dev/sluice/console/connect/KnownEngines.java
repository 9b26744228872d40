package dev.sluice.console.connect;

import dev.sluice.console.fx.ConsoleSettings;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The engines the operator knows, this computer's first, kept among the settings. Tokens are kept
/// elsewhere.
public final class KnownEngines {
  private static final String LIST = "engines";

  private final ConsoleSettings settings;

  public KnownEngines(ConsoleSettings settings) {
    this.settings = settings;
  }

  public List<KnownEngine> all() {
    return Stream.concat(
            Stream.of(KnownEngine.local(guarded(KnownEngine.LOCAL_ID))),
            ids().stream().flatMap(id -> read(id).stream()))
        .toList();
  }

  /// The one that was open last, when it is still known; else that of this computer.
  public KnownEngine last() {
    String id = settings.lastEngine().orElse(KnownEngine.LOCAL_ID);
    return all().stream()
        .filter(engine -> engine.id().equals(id))
        .findFirst()
        .orElse(all().getFirst());
  }

  public void openedLast(KnownEngine engine) {
    settings.lastEngine(engine.id());
  }

  /// Adds `engine`, or puts it in the place of the one with its id.
  public void put(KnownEngine engine) {
    settings.keep(key(engine.id(), "guarded"), Boolean.toString(engine.guarded()));
    if (engine.isLocal()) {
      return;
    }
    settings.keep(key(engine.id(), "name"), engine.name());
    settings.keep(key(engine.id(), "address"), engine.address().map(URI::toString).orElse(""));
    settings.keep(key(engine.id(), "fingerprint"), engine.fingerprint().orElse(""));
    if (!ids().contains(engine.id())) {
      var more = new ArrayList<>(ids());
      more.add(engine.id());
      settings.keep(LIST, String.join(" ", more));
    }
  }

  /// @param engine not that of this computer, which is always there
  public void remove(KnownEngine engine) {
    settings.keep(
        LIST,
        ids().stream().filter(id -> !id.equals(engine.id())).collect(Collectors.joining(" ")));
    for (String field : List.of("guarded", "name", "address", "fingerprint")) {
      settings.keep(key(engine.id(), field), "");
    }
  }

  /// An id for a new engine: its name in plain letters, with a number where that is taken.
  public String newId(String name) {
    String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    String base = plain.replaceAll("^-+|-+$", "");
    var taken = all().stream().map(KnownEngine::id).toList();
    String id = base.isEmpty() ? "engine" : base;
    for (int i = 2; taken.contains(id); i++) {
      id = (base.isEmpty() ? "engine" : base) + "-" + i;
    }
    return id;
  }

  private List<String> ids() {
    return settings.find(LIST).map(text -> Arrays.asList(text.split(" "))).orElse(List.of());
  }

  private Optional<KnownEngine> read(String id) {
    return settings
        .find(key(id, "address"))
        .map(
            address ->
                new KnownEngine(
                    id,
                    settings.find(key(id, "name")).orElse(id),
                    Optional.of(URI.create(address)),
                    settings.find(key(id, "fingerprint")),
                    guarded(id)));
  }

  private boolean guarded(String id) {
    return settings.find(key(id, "guarded")).map(Boolean::parseBoolean).orElse(false);
  }

  private static String key(String id, String field) {
    return "engine." + id + "." + field;
  }
}
