package dev.sluice.console.history;

import dev.sluice.console.fx.Texts;
import dev.sluice.domain.history.DiffEntry;
import java.util.List;

/// Names of a configuration's fields and groups in the present language.
public final class FieldNames {
  /// Parts of a path behind which a name follows that is the operator's own.
  private static final List<String> NAMED =
      List.of("environment.", "scaling.conditions.", "scaling.windows.");

  private final Texts texts;

  public FieldNames(Texts texts) {
    this.texts = texts;
  }

  /// For example "Memory (MiB)"; of a variable its name.
  public String of(DiffEntry entry) {
    String path = entry.path();
    for (String prefix : NAMED) {
      if (path.startsWith(prefix)) {
        String key = "diff.field." + prefix.substring(0, prefix.length() - 1);
        return texts.text(key, path.substring(prefix.length()));
      }
    }
    String key = "diff.field." + path;
    // An engine newer than this console may have fields more.
    return texts.map().containsKey(key) ? texts.text(key) : path;
  }

  public String group(String group) {
    return texts.text("diff.group." + group);
  }
}
