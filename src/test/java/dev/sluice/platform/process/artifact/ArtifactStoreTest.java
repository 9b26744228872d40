package dev.sluice.platform.process.artifact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.port.Platform.NoSpaceException;
import dev.sluice.engine.port.Platform.TooLargeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The store of artifacts")
class ArtifactStoreTest {
  private static final String HELLO =
      "sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

  @TempDir Path directory;
  private ArtifactStore store;

  @BeforeEach
  void open() {
    store = new ArtifactStore(directory, InstantSource.system(), 100);
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  @DisplayName("keeps bytes once per content, under their digest")
  void once() throws Exception {
    assertEquals(HELLO, store.store(bytes("hello")));
    assertEquals(HELLO, store.store(bytes("hello")));

    assertEquals("hello", Files.readString(store.path(HELLO)));
    assertEquals(Optional.empty(), store.missing(HELLO));
    assertEquals(1, files());
  }

  @Test
  @DisplayName("R57 notices bytes that are gone, changed, or never were")
  void missing() throws Exception {
    store.store(bytes("hello"));
    var file = store.path(HELLO);
    assertEquals(Optional.empty(), store.missing(HELLO));
    Files.writeString(file, "jello");
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));
    assertTrue(store.missing(HELLO).orElseThrow().contains("was changed"));
    Files.delete(file);
    assertTrue(store.missing(HELLO).orElseThrow().contains("not here any more"));
    assertTrue(store.missing("sha256:../../etc").orElseThrow().contains("not named by"));
  }

  @Test
  @DisplayName("mends changed bytes when they are uploaded again")
  void mends() throws Exception {
    store.store(bytes("hello"));
    Files.writeString(store.path(HELLO), "jello");

    store.store(bytes("hello"));

    assertEquals(Optional.empty(), store.missing(HELLO));
  }

  @Test
  @DisplayName("refuses too many bytes and leaves nothing behind")
  void tooLarge() throws Exception {
    var refused = assertThrows(TooLargeException.class, () -> store.store(bytes("x".repeat(101))));
    assertTrue(refused.toString().contains("larger than"));
    assertEquals(0, files());
  }

  @Test
  @DisplayName("tells a full disk from other failures")
  void noSpace() {
    var full = NoSpace.explain(new IOException("No space left on device"));
    assertInstanceOf(NoSpaceException.class, full);
    var other = new IOException("Input/output error");
    assertEquals(other, NoSpace.explain(other));
  }

  @Test
  @DisplayName("keeps nothing of an upload that breaks off")
  void brokenOff() throws Exception {
    var reset = new IOException("connection reset");
    var broken = new SequenceInputStream(bytes("0123456789"), new BrokenInputStream(reset));
    assertThrows(IOException.class, () -> store.store(broken));
    assertEquals(0, files());
  }

  @Test
  @DisplayName("R60 deletes what a version leaves behind, unless it is used")
  void forgets() throws Exception {
    var left = store.store(bytes("left behind"));
    var shared = store.store(bytes("left behind but used"));
    var other = store.store(bytes("another's"));

    store.adopt(left);
    store.adopt(shared);

    store.forget(Set.of(left, shared, "sha256:../../etc"), () -> Set.of(shared));

    assertFalse(Files.exists(store.path(left)));
    assertTrue(Files.exists(store.path(shared)));
    assertTrue(Files.exists(store.path(other)));
  }

  @Test
  @DisplayName("R60 keeps what was uploaded again since the version that leaves it was made of it")
  void uploadedAgain() throws Exception {
    var left = store.store(bytes("left behind"));
    store.adopt(left);
    store.store(bytes("left behind"));

    store.forget(Set.of(left), Set::of);

    assertEquals(Optional.empty(), store.missing(left));
  }

  @Test
  @DisplayName("R60 keeps what is named, and made a version of, while it is asked what is used")
  void namedMeanwhile() throws Exception {
    var left = store.store(bytes("left behind"));
    store.adopt(left);

    store.forget(
        Set.of(left),
        () -> {
          store.expect(left);
          store.adopt(left);
          return Set.of();
        });

    assertEquals(Optional.empty(), store.missing(left));
    store.forget(Set.of(left), Set::of);
    assertFalse(Files.exists(store.path(left)), "nobody has named it since");
  }

  @Test
  @DisplayName("R60 does not wait for ever for somebody who was about to use bytes")
  void neverUsed() throws Exception {
    var late = Instant.now().plus(Duration.ofDays(2));
    var clock = new AtomicReference<>(Instant.now());
    var patient = new ArtifactStore(directory, clock::get, 100);
    var left = patient.store(bytes("left behind"));
    clock.set(late);

    patient.forget(Set.of(left), Set::of);

    assertFalse(Files.exists(patient.path(left)));
  }

  @Test
  @DisplayName("R60 deletes what was uploaded a day ago for nothing, and what broke off then")
  void tidies() throws Exception {
    var longAgo = Instant.now().minus(Duration.ofDays(2));
    var clock = new AtomicReference<>(longAgo);
    var patient = new ArtifactStore(directory, clock::get, 100);
    var used = patient.store(bytes("long ago, and used"));
    var old = patient.store(bytes("long ago"));
    var broken = directory.resolve("incoming").resolve("part123");
    Files.writeString(broken, "half");
    for (var file : List.of(patient.path(used), patient.path(old), broken)) {
      Files.setLastModifiedTime(file, FileTime.from(longAgo));
    }
    clock.set(Instant.now());
    var fresh = patient.store(bytes("just uploaded"));

    patient.tidy(() -> Set.of(used));

    assertTrue(Files.exists(patient.path(fresh)));
    assertTrue(Files.exists(patient.path(used)));
    assertFalse(Files.exists(patient.path(old)));
    assertFalse(Files.exists(broken));
  }

  private static final class BrokenInputStream extends InputStream {
    private final IOException failure;

    BrokenInputStream(IOException failure) {
      this.failure = failure;
    }

    @Override
    public int read() throws IOException {
      throw failure;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      throw failure;
    }
  }

  private long files() throws IOException {
    try (var files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).count();
    }
  }
}
