package dev.sluice.store;

import java.io.IOException;
import java.io.Serial;

/// The database cannot be used as it is. Nothing of it was changed. The message says what is wrong
/// and what to do.
public final class StoreUnusableException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  StoreUnusableException(String message) {
    super(message);
  }

  StoreUnusableException(String message, Throwable cause) {
    super(message, cause);
  }
}
