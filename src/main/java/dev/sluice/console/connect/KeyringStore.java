package dev.sluice.console.connect;

import com.github.javakeyring.BackendNotSupportedException;
import com.github.javakeyring.Keyring;
import com.github.javakeyring.PasswordAccessException;
import java.io.IOException;
import java.util.Optional;

/// The key store of Windows, macOS, GNOME or KDE.
final class KeyringStore implements SystemKeyStore {
  private static final System.Logger LOG = System.getLogger(KeyringStore.class.getName());

  /// By which its owner finds our entries.
  private static final String SERVICE = "sluice";

  private final Keyring keyring;

  private KeyringStore(Keyring keyring) {
    this.keyring = keyring;
  }

  static KeyringStore open() throws BackendNotSupportedException {
    return new KeyringStore(Keyring.create());
  }

  @Override
  public void put(String account, String secret) throws IOException {
    try {
      keyring.setPassword(SERVICE, account, secret);
    } catch (PasswordAccessException | RuntimeException e) {
      throw new IOException("The key store keeps nothing.", e);
    }
  }

  @Override
  public Optional<String> find(String account) {
    try {
      return Optional.ofNullable(keyring.getPassword(SERVICE, account));
    } catch (PasswordAccessException | RuntimeException e) {
      LOG.log(System.Logger.Level.DEBUG, "the key store has nothing to give", e);
      return Optional.empty();
    }
  }

  @Override
  public void remove(String account) throws IOException {
    try {
      keyring.deletePassword(SERVICE, account);
    } catch (PasswordAccessException | RuntimeException e) {
      // Also when there was none.
      if (find(account).isPresent()) {
        throw new IOException("The key store does not let go of it.", e);
      }
    }
  }
}
