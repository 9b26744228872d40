package dev.sluice.console.connect;

import java.net.URI;
import java.util.Optional;

/// An engine in the operator's list.
///
/// @param id names it in the settings and in the token store, for ever
/// @param name for people, chosen by the operator; empty for this computer's
/// @param address without a path; absent for the engine of this computer
/// @param fingerprint of its certificate, SHA-256 in pairs of digits; absent without TLS
/// @param guarded whether it is read-only until it is unlocked
public record KnownEngine(
    String id, String name, Optional<URI> address, Optional<String> fingerprint, boolean guarded) {
  public static final String LOCAL_ID = "local";

  /// The engine of this computer.
  public static KnownEngine local(boolean guarded) {
    return new KnownEngine(LOCAL_ID, "", Optional.empty(), Optional.empty(), guarded);
  }

  public boolean isLocal() {
    return address.isEmpty();
  }

  public KnownEngine withGuarded(boolean changed) {
    return new KnownEngine(id, name, address, fingerprint, changed);
  }
}
