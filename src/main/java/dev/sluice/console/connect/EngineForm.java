package dev.sluice.console.connect;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;

/// What is typed for a new engine, and what is wrong with it.
///
/// @param name for people
/// @param address for example `https://deploy.example.com:7443`
/// @param token the engine's admin token
public record EngineForm(String name, String address, String token) {
  private static final Set<String> OWN_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

  /// What is wrong, as a key among the console's texts.
  public enum Fault {
    NAME_MISSING,
    ADDRESS_MISSING,
    ADDRESS_UNREADABLE,
    /// a token must not cross a network in the clear
    ADDRESS_WITHOUT_TLS,
    TOKEN_MISSING
  }

  /// The first thing that is wrong.
  public Optional<Fault> fault() {
    if (name.isBlank()) {
      return Optional.of(Fault.NAME_MISSING);
    }
    if (address.isBlank()) {
      return Optional.of(Fault.ADDRESS_MISSING);
    }
    var uri = uri();
    if (uri.isEmpty()) {
      return Optional.of(Fault.ADDRESS_UNREADABLE);
    }
    if (!isTls(uri.get()) && !isHere(uri.get())) {
      return Optional.of(Fault.ADDRESS_WITHOUT_TLS);
    }
    return token.isBlank() ? Optional.of(Fault.TOKEN_MISSING) : Optional.empty();
  }

  /// The address without anything behind the port; `https` where no scheme was typed.
  public Optional<URI> uri() {
    String typed = address.strip();
    String whole = typed.contains("://") ? typed : "https://" + typed;
    try {
      var uri = new URI(whole);
      boolean http = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      return !http || uri.getHost() == null
          ? Optional.empty()
          : Optional.of(
              new URI(uri.getScheme(), null, uri.getHost(), uri.getPort(), null, null, null));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /// @param fingerprint that was compared
  public KnownEngine engine(String id, Optional<String> fingerprint, boolean guarded) {
    return new KnownEngine(id, name.strip(), uri(), fingerprint, guarded);
  }

  private static boolean isTls(URI uri) {
    return "https".equals(uri.getScheme());
  }

  /// The end of a tunnel on this computer.
  private static boolean isHere(URI uri) {
    return OWN_NAMES.contains(uri.getHost());
  }
}
