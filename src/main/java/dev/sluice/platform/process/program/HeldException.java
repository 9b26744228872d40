package dev.sluice.platform.process.program;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;
import java.util.Optional;

/// Another engine has the data directory; the message names its process.
public final class HeldException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  HeldException(Path directory, Optional<EngineRecord> holder) {
    super(
        "The data directory "
            + directory
            + " is held by "
            + holder.map(engine -> "the engine with process id " + engine.pid()).orElse("an engine")
            + ". Stop that engine, or use another data directory.");
  }
}
