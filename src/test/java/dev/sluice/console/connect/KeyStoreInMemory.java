package dev.sluice.console.connect;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// A key store that can refuse.
public final class KeyStoreInMemory implements SystemKeyStore {
  private final Map<String, String> secrets = new ConcurrentHashMap<>();
  private volatile boolean refusing;

  void refuse() {
    refusing = true;
  }

  @Override
  public void put(String account, String secret) throws IOException {
    if (refusing) {
      throw new IOException("locked");
    }
    secrets.put(account, secret);
  }

  @Override
  public Optional<String> find(String account) {
    return refusing ? Optional.empty() : Optional.ofNullable(secrets.get(account));
  }

  @Override
  public void remove(String account) throws IOException {
    if (refusing) {
      throw new IOException("locked");
    }
    secrets.remove(account);
  }
}
