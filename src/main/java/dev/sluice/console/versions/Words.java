package dev.sluice.console.versions;

import dev.sluice.console.fx.Texts;
import java.util.Objects;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/// Shows constants by their text in the present language; for choices that cannot be typed.
final class Words<E extends Enum<E>> extends StringConverter<E> {
  private final Texts texts;
  private final String prefix;

  /// @param prefix of the keys; the constant's name follows
  Words(Texts texts, String prefix) {
    this.texts = texts;
    this.prefix = prefix;
  }

  @Override
  public String toString(@Nullable E constant) {
    return constant == null ? "" : texts.text(prefix + constant.name());
  }

  @Override
  public E fromString(String text) {
    throw new UnsupportedOperationException(Objects.toString(text));
  }
}
