package dev.sluice.console.connect;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tokens in the operating system's key store. Where there is none, or it refuses, they are kept in
/// memory for this run of the console, and asked for again in the next one: never in a file. The
/// key store is looked for when it is first needed. Thread-safe.
public final class KeptTokens implements TokenStore {
  private static final System.Logger LOG = System.getLogger(KeptTokens.class.getName());

  private final SystemKeyStore.Opening opening;
  private final Map<String, String> ofThisRun = new HashMap<>();
  private @Nullable SystemKeyStore store;
  private volatile Kind kind = Kind.SYSTEM;

  /// @param opening how the key store is found; whatever it throws counts as none
  public KeptTokens(SystemKeyStore.Opening opening) {
    this.opening = opening;
  }

  /// In the key store of the system the console runs on.
  public static KeptTokens ofThisSystem() {
    return new KeptTokens(KeyringStore::open);
  }

  @Override
  public synchronized void put(String engineId, String token) {
    ofThisRun.put(engineId, token);
    var present = store();
    if (present != null) {
      try {
        present.put(engineId, token);
      } catch (IOException e) {
        doWithout(e);
      }
    }
  }

  @Override
  public synchronized Optional<String> find(String engineId) {
    String known = ofThisRun.get(engineId);
    var present = known == null ? store() : null;
    return present == null ? Optional.ofNullable(known) : present.find(engineId);
  }

  @Override
  public synchronized void remove(String engineId) throws IOException {
    ofThisRun.remove(engineId);
    var present = store();
    if (present != null) {
      present.remove(engineId);
    }
  }

  /// [Kind#SYSTEM] until the key store has turned out to be of no use.
  @Override
  public Kind kind() {
    return kind;
  }

  private @Nullable SystemKeyStore store() {
    if (store == null && kind == Kind.SYSTEM) {
      try {
        store = opening.open();
      } catch (Exception | LinkageError e) {
        // A native library or a bus may be missing in many ways; the console starts all the same.
        doWithout(e);
      }
    }
    return store;
  }

  private void doWithout(Throwable why) {
    LOG.log(System.Logger.Level.INFO, "Tokens are kept for this run only: {0}", why.toString());
    store = null;
    kind = Kind.RUN;
  }
}
