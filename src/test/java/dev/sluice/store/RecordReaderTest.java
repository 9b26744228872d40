package dev.sluice.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class RecordReaderTest {
  private enum Colour {
    RED,
    GREEN
  }

  private sealed interface Shape {
    record Circle(int radius) implements Shape {}

    record Square(Optional<BigDecimal> side) implements Shape {}
  }

  private record Thing(
      @Nullable String name,
      long size,
      boolean heavy,
      Optional<Colour> colour,
      List<Shape> shapes,
      Set<Integer> numbers,
      SortedMap<String, Shape> named) {
    Thing {
      if (size < 0) {
        throw new IllegalArgumentException("a secret must not be told");
      }
      shapes = shapes == null ? List.of() : List.copyOf(shapes);
    }
  }

  private static Thing read(String text) {
    var kinds =
        Map.<String, Class<?>>of("circle", Shape.Circle.class, "square", Shape.Square.class);
    var reader =
        new RecordReader(Map.of(Shape.class, kinds), Map.of(Integer.class, in -> in.getIntValue()));
    try (var in = JsonMapper.shared().createParser(text)) {
      return reader.read(in, Thing.class);
    }
  }

  @Test
  @DisplayName("every kind of field is read")
  void everything() {
    var read =
        read(
            """
            {"name": "中 \\u0041", "size": 5000000000, "heavy": true, "colour": "GREEN",
             "shapes": [{"is": "circle", "radius": 3}, {"is": "square", "side": 0.50}],
             "numbers": [3, 1], "named": {"b": {"is": "square"}, "a": {"is": "circle"}}}
            """);

    var named = new TreeMap<String, Shape>();
    named.put("a", new Shape.Circle(0));
    named.put("b", new Shape.Square(Optional.empty()));
    assertEquals(
        new Thing(
            "中 A",
            5_000_000_000L,
            true,
            Optional.of(Colour.GREEN),
            List.of(new Shape.Circle(3), new Shape.Square(Optional.of(new BigDecimal("0.50")))),
            Set.of(3, 1),
            named),
        read);
  }

  @Test
  @DisplayName("an unknown field is passed over, whatever it holds; one that is missing is empty")
  void strange() {
    var read = read("{\"new\": {\"name\": [1, {\"size\": 7}]}, \"heavy\": null, \"colour\": null}");

    assertEquals(0, read.size());
    assertEquals(Optional.empty(), read.colour());
    assertEquals(List.of(), read.shapes());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "7",
        "{\"size\": \"7\"}",
        "{\"size\": -1}",
        "{\"colour\": \"BLUE\"}",
        "{\"shapes\": {}}",
        "{\"shapes\": [{\"is\": \"line\"}]}",
        "{\"shapes\": [{\"radius\": 1, \"is\": \"circle\"}]}",
        "{\"shapes\": [{}]}",
        "{\"named\": []}",
        "{\"name\": \"cut"
      })
  @DisplayName("what is no such record is refused")
  void refused(String text) {
    assertThrows(RuntimeException.class, () -> read(text));
  }
}
