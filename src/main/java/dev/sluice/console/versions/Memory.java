package dev.sluice.console.versions;

import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/// Shows an amount of MiB as people say it.
final class Memory extends StringConverter<String> {
  private static final int GIB = 1024;

  @Override
  public String toString(@Nullable String mebibytes) {
    if (mebibytes == null || mebibytes.isEmpty()) {
      return "";
    }
    int amount = Integer.parseInt(mebibytes);
    return amount % GIB == 0 ? amount / GIB + " GiB" : amount + " MiB";
  }

  @Override
  public String fromString(String text) {
    throw new UnsupportedOperationException(text);
  }
}
