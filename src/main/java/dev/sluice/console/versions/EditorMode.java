package dev.sluice.console.versions;

import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.ConfigurationRules;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.NewVersion;
import dev.sluice.engine.api.VersionView;
import java.util.Optional;

/// What the editor is used for, with everything it starts from.
sealed interface EditorMode {
  Configuration base();

  ConfigurationRules rules();

  /// @param copyOf where `base` is from, when it is not empty (R18)
  record Create(
      ServiceName service,
      Optional<NewVersion.Reference> copyOf,
      Configuration base,
      ConfigurationRules rules)
      implements EditorMode {}

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
