package dev.sluice.console.versions;

import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.ConfigurationRules;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.VersionView;
import java.util.List;

/// What the editor is used for, with everything it starts from.
sealed interface EditorMode {
  Configuration base();

  ConfigurationRules rules();

  /// Whether a draft made in `other` can go on here: same thing, same starting point.
  default boolean isSameAs(EditorMode other) {
    return base().equals(other.base())
        && switch (this) {
          case Create create ->
              other instanceof Create that
                  && that.service().equals(create.service())
                  && that.start().equals(create.start());
          case Redeploy redeploy ->
              other instanceof Redeploy that
                  && that.name().equals(redeploy.name())
                  && that.version().revision().equals(redeploy.version().revision());
        };
  }

  /// @param start where `base` is from (R18)
  /// @param points everything it could start from instead
  record Create(
      ServiceName service,
      StartPoint start,
      List<StartPoint> points,
      Configuration base,
      ConfigurationRules rules)
      implements EditorMode {
    public Create {
      points = List.copyOf(points);
    }
  }

  /// @param version as it was when editing began; its revision is what the draft is based on (R46)
  record Redeploy(VersionView version, ConfigurationRules rules) implements EditorMode {
    VersionName name() {
      return version.name();
    }

    @Override
    public Configuration base() {
      return version.configuration();
    }
  }
}
