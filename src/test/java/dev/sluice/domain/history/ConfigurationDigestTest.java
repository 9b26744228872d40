package dev.sluice.domain.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.service.Artifact;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.EnvironmentVariable;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ConfigurationDigestTest {
  private static final Configuration BASE =
      Configuration.of(new Artifact.Command(Optional.empty())).withCommand(List.of("serve"));

  @Test
  @DisplayName("R49 the digest stays the same over releases")
  void stable() {
    assertEquals(
        "sha256:454ae4a6a06b21993de3331fc46d3bce5e11e6ac0a0db52d3e4ca57dfe0877d1",
        ConfigurationDigest.of(BASE));
  }

  @Test
  @DisplayName("R49 configurations have equal digests exactly when they are equal but for secrets")
  void randomPairs() {
    long seed = System.nanoTime();
    System.out.println("ConfigurationDigestTest.randomPairs seed " + seed);
    var random = new RandomConfigurations(new SplittableRandom(seed));
    for (int i = 0; i < 5_000; i++) {
      var one = random.next();
      var other = random.near(one);
      assertEquals(
          one.masked().equals(other.masked()),
          ConfigurationDigest.of(one).equals(ConfigurationDigest.of(other)),
          "seed " + seed + " pair " + i);
    }
  }

  @Test
  @DisplayName("R51 a digest tells nothing of a secret's value, but that there is a secret")
  void secrets() {
    var one = BASE.withEnvironment(List.of(EnvironmentVariable.secret("PIN", "1234")));
    var other = BASE.withEnvironment(List.of(EnvironmentVariable.secret("PIN", "9876")));
    var plain = BASE.withEnvironment(List.of(EnvironmentVariable.plain("PIN", "")));

    assertEquals(ConfigurationDigest.of(one), ConfigurationDigest.of(other));
    assertEquals(ConfigurationDigest.of(one), ConfigurationDigest.of(one.masked()));
    assertNotEquals(ConfigurationDigest.of(one), ConfigurationDigest.of(plain));
    assertTrue(ConfigurationDigest.of(one).matches("sha256:[0-9a-f]{64}"));
  }
}
