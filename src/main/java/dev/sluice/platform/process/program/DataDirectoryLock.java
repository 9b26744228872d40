package dev.sluice.platform.process.program;

import dev.sluice.platform.process.os.ProcessIdentity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;

/// A data directory that this process holds. The system frees it when the process ends, however.
public final class DataDirectoryLock implements AutoCloseable {
  private final FileChannel channel;
  private final ProcessIdentity self;

  DataDirectoryLock(FileChannel channel, ProcessIdentity self) {
    this.channel = channel;
    this.self = self;
  }

  /// Writes down where the engine serves, so that a console finds it again.
  ///
  /// @param fingerprint of the API's certificate; empty without TLS
  public void announce(String api, String gateway, Path tokenFile, Optional<String> fingerprint)
      throws IOException {
    write(Optional.of(new RunningEngine(self.pid(), api, gateway, tokenFile, fingerprint)));
  }

  void write(Optional<RunningEngine> serving) throws IOException {
    var buffer = ByteBuffer.wrap(EngineRecord.of(self, serving).bytes());
    channel.truncate(0);
    while (buffer.hasRemaining()) {
      channel.write(buffer, buffer.position());
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
