package dev.sluice.console.widgets;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.console.Fixtures;
import dev.sluice.console.fx.ConsoleRobot;
import dev.sluice.console.fx.Language;
import dev.sluice.console.fx.Texts;
import dev.sluice.domain.traffic.TrafficPolicy;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javafx.scene.control.Label;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TrafficBarTest {
  private final TrafficBar bar = new TrafficBar(new Texts(Language.ENGLISH));

  @BeforeAll
  static void toolkit() {
    var _ = new ConsoleRobot();
  }

  private List<String> laidOut(double width) {
    return ConsoleRobot.onFx(
        () -> {
          bar.resize(width, 22);
          bar.layout();
          return bar.getChildrenUnmodifiable().stream()
              .map(segment -> ((Label) segment).getText())
              .toList();
        });
  }

  @Test
  @DisplayName("a bar that was given nothing to show yet takes its place all the same")
  void nothingYet() {
    assertEquals(List.of(), laidOut(500));
  }

  @Test
  @DisplayName("a segment says as much as it has room for")
  void fitting() {
    ConsoleRobot.doFx(
        () -> bar.show(new TreeMap<>(Map.of(Fixtures.SHOP_1, 90, Fixtures.SHOP_2, 10))));
    assertEquals(List.of("001  90 %", "10 %"), laidOut(600));
    assertEquals(List.of("001  90 %", ""), laidOut(90));
    assertEquals(List.of("90 %", ""), laidOut(70));
  }

  @Test
  @DisplayName("a bar that is given what it shows already is not drawn again")
  void same() {
    var shares = new TreeMap<>(Map.of(Fixtures.SHOP_1, 90, Fixtures.SHOP_2, 10));
    ConsoleRobot.doFx(() -> bar.show(shares));
    var segments = List.copyOf(bar.getChildrenUnmodifiable());
    ConsoleRobot.doFx(() -> bar.show(new TreeMap<>(shares)));
    assertEquals(segments, List.copyOf(bar.getChildrenUnmodifiable()));
    ConsoleRobot.doFx(() -> bar.show(new TreeMap<>(Map.of(Fixtures.SHOP_1, 100))));
    assertEquals(List.of("001  100 %"), laidOut(600));
  }

  @Test
  @DisplayName("rules are told in full where there is room, in a word elsewhere")
  void rules() {
    ConsoleRobot.doFx(
        () ->
            bar.show(
                new TrafficPolicy.ByRules(TrafficPolicy.Key.HEADER, List.of(), Fixtures.SHOP_1)));
    assertEquals(List.of("By rules"), laidOut(200));
    assertEquals(
        List.of("0 rules on what a request carries; everything else goes to shop-001"),
        laidOut(800));
  }
}
