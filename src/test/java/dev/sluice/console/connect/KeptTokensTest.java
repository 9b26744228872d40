package dev.sluice.console.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KeptTokensTest {
  private final KeyStoreInMemory keys = new KeyStoreInMemory();

  @Test
  @DisplayName("a token is found again in the next run, until it is removed")
  void kept() throws IOException {
    new KeptTokens(() -> keys).put("prod", "secret");
    assertEquals(Optional.of("secret"), new KeptTokens(() -> keys).find("prod"));
    assertEquals(TokenStore.Kind.SYSTEM, new KeptTokens(() -> keys).kind());

    new KeptTokens(() -> keys).remove("prod");

    assertEquals(Optional.empty(), new KeptTokens(() -> keys).find("prod"));
  }

  static Stream<Throwable> failures() {
    return Stream.of(
        new IOException("no bus"),
        new IllegalStateException("odd"),
        new UnsatisfiedLinkError("no library"),
        new NoClassDefFoundError("no class"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  @DisplayName("without a key store, however that shows, a token is kept for this run only")
  void none(Throwable failure) throws IOException {
    var tried = new AtomicInteger();
    SystemKeyStore.Opening opening =
        () -> {
          tried.incrementAndGet();
          if (failure instanceof Error error) {
            throw error;
          }
          throw (Exception) failure;
        };
    var tokens = new KeptTokens(opening);

    tokens.put("prod", "secret");

    assertEquals(Optional.of("secret"), tokens.find("prod"));
    assertEquals(TokenStore.Kind.RUN, tokens.kind());
    assertEquals(Optional.empty(), new KeptTokens(opening).find("prod"), "the next run");
    tokens.remove("prod");
    assertEquals(Optional.empty(), tokens.find("prod"));
    assertEquals(2, tried.get(), "once in each run");
  }

  @Test
  @DisplayName("a key store that refuses costs the memory, not the work")
  void refusing() {
    keys.refuse();
    var tokens = new KeptTokens(() -> keys);

    tokens.put("prod", "secret");

    assertEquals(Optional.of("secret"), tokens.find("prod"));
    assertEquals(TokenStore.Kind.RUN, tokens.kind());
  }

  @Test
  @DisplayName("a token that cannot be removed is said to be there still")
  void notRemoved() {
    var tokens = new KeptTokens(() -> keys);
    tokens.put("prod", "secret");
    keys.refuse();

    assertThrows(IOException.class, () -> tokens.remove("prod"));
  }

  @Test
  @DisplayName("on this system a token can be kept at least for this run, whatever it offers")
  void here() throws IOException {
    var tokens = KeptTokens.ofThisSystem();
    tokens.put("sluice-test", "secret");
    try {
      assertEquals(Optional.of("secret"), tokens.find("sluice-test"));
    } finally {
      tokens.remove("sluice-test");
    }
    assertTrue(tokens.find("sluice-test").isEmpty());
  }
}
