package dev.sluice.console.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.console.fx.Language;
import dev.sluice.console.fx.Texts;
import dev.sluice.domain.history.ConfigurationDiff;
import dev.sluice.domain.history.DiffEntry;
import dev.sluice.domain.service.Artifact;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.EnvironmentVariable;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final Configuration EMPTY =
      Configuration.of(new Artifact.Command(Optional.empty()));
  private static final Configuration NOW =
      EMPTY
          .withCommand(List.of("node", "server.js", "--workers", "2"))
          .withEnvironment(
              List.of(
                  EnvironmentVariable.plain("CURRENCY", "EUR"),
                  EnvironmentVariable.secret("PASSWORD", "hunter2")));
  private static final Configuration THEN =
      EMPTY
          .withCommand(List.of("node", "server.js", "--workers", "4"))
          .withEnvironment(
              List.of(
                  EnvironmentVariable.plain("LEVEL", "debug"),
                  EnvironmentVariable.secret("PASSWORD", "swordfish")));

  private final List<DiffEntry> entries = ConfigurationDiff.between(NOW, THEN);
  private final DiffText words = new DiffText(new Texts(Language.ENGLISH));

  @Test
  @DisplayName("R51 every differing field is marked, and equal ones can be left out")
  void differences() {
    var only = new Comparison(entries, true);
    assertEquals(
        List.of("~command", "+LEVEL", "−CURRENCY", "~PASSWORD"),
        only.rows().stream()
            .filter(Comparison.Row.Field.class::isInstance)
            .map(row -> ((Comparison.Row.Field) row).entry())
            .map(e -> DiffText.sign(e.change()) + e.path().replace("environment.", ""))
            .sorted((a, b) -> order(a) - order(b))
            .toList());
    assertTrue(new Comparison(entries, false).rows().size() > only.rows().size());
  }

  private static int order(String row) {
    return List.of("~command", "+LEVEL", "−CURRENCY", "~PASSWORD").indexOf(row);
  }

  @Test
  @DisplayName("R51 a secret is said to have changed, and neither value is in the text")
  void secret() {
    String text = words.all(new Comparison(entries, false), "Title");
    assertTrue(text.contains("~ PASSWORD: secret, changed"), text);
    assertFalse(text.contains("hunter2") || text.contains("swordfish"), text);
  }

  @Test
  @DisplayName("the next difference skips titles and equal fields, and goes round")
  void steps() {
    var all = new Comparison(entries, false);
    int first = all.next(-1);
    int at = first;
    for (int i = 0; i < 4; i++) {
      assertTrue(((Comparison.Row.Field) all.rows().get(at)).differs());
      assertEquals(at, all.previous(all.next(at)));
      at = all.next(at);
    }
    assertEquals(first, at, "four differences, then the first again");
  }

  @Test
  @DisplayName("two equal configurations have no next difference")
  void equal() {
    var same = new Comparison(ConfigurationDiff.between(NOW, NOW), true);
    assertTrue(same.isEqual());
    assertEquals(List.of(), same.rows());
    assertEquals(-1, same.next(-1));
  }

  @Test
  @DisplayName("only the words that differ are marked, and no character is lost")
  void wordsOfALongText() {
    var diff = WordDiff.of("node server.js --workers 2", "node server.js --workers 4 --cluster");
    assertEquals("2", marked(diff.before()));
    assertEquals("4 --cluster", marked(diff.after()));
    assertEquals(
        "node server.js --workers 4 --cluster",
        diff.after().stream().map(WordDiff.Piece::text).collect(Collectors.joining()));
  }

  private static String marked(List<WordDiff.Piece> pieces) {
    return pieces.stream()
        .filter(WordDiff.Piece::differs)
        .map(WordDiff.Piece::text)
        .collect(Collectors.joining());
  }
}
