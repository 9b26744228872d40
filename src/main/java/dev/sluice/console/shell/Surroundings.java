package dev.sluice.console.shell;

import dev.sluice.console.connect.EngineAccess;
import dev.sluice.console.connect.KnownEngine;
import dev.sluice.console.connect.TokenStore;
import dev.sluice.engine.api.DeploymentEngine;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// What the console uses of the computer it runs on.
///
/// @param browser opens a URL
/// @param files asks for a file
/// @param notices shows a title and a text outside the window, where the system can
public record Surroundings(
    EngineAccess access,
    TokenStore tokens,
    InstantSource clock,
    Consumer<String> browser,
    BiConsumer<String, String> notices,
    FileDialogs files) {

  /// With the operating system's dialogs for files.
  public Surroundings(
      EngineAccess access,
      TokenStore tokens,
      InstantSource clock,
      Consumer<String> browser,
      BiConsumer<String, String> notices) {
    this(access, tokens, clock, browser, notices, FileDialogs.system());
  }

  /// Only one engine, which is there already.
  static Surroundings of(InstantSource clock, Consumer<String> browser) {
    return new Surroundings(new NoEngines(), new NoTokens(), clock, browser, (_, _) -> {});
  }

  private static final class NoEngines implements EngineAccess {
    @Override
    public DeploymentEngine open(KnownEngine engine, String token) {
      throw new IllegalStateException("there is one engine only");
    }

    @Override
    public Optional<String> fingerprint(URI address) {
      return Optional.empty();
    }
  }

  private static final class NoTokens implements TokenStore {
    @Override
    public void put(String engineId, String token) {
      throw new IllegalStateException("tokens are not kept here");
    }

    @Override
    public Optional<String> find(String engineId) {
      return Optional.empty();
    }

    @Override
    public void remove(String engineId) {}

    @Override
    public Kind kind() {
      return Kind.RUN;
    }
  }
}
