package dev.sluice.console.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTokensTest {
  @TempDir Path folder;

  @Test
  @DisplayName("tokens are found again, each under its engine, until they are removed")
  void kept() throws IOException {
    var file = folder.resolve("new").resolve("tokens");
    new FileTokens(file).put("prod", "secret = 1\n");
    new FileTokens(file).put("stage", "two");
    assertEquals(Optional.of("secret = 1\n"), new FileTokens(file).find("prod"));
    new FileTokens(file).remove("prod");
    assertEquals(Optional.empty(), new FileTokens(file).find("prod"));
    assertEquals(Optional.of("two"), new FileTokens(file).find("stage"));
  }

  @Test
  @DisplayName("the file is for its owner alone, also when it was there with other permissions")
  void ownerOnly() throws IOException {
    assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
    var file = folder.resolve("tokens");
    Files.writeString(file, "");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    new FileTokens(file).put("prod", "secret");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }
}
