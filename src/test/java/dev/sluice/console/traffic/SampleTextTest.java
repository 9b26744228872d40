package dev.sluice.console.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.engine.api.RequestSample;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SampleTextTest {
  @Test
  @DisplayName("R30 each line is a URL or a path")
  void urls() {
    assertEquals(
        List.of(
            RequestSample.of("https://shop.example/cart?exp=b"),
            RequestSample.of("/search"),
            RequestSample.of("?exp=b")),
        SampleText.read("https://shop.example/cart?exp=b\n\n  /search\n?exp=b"));
  }

  @Test
  @DisplayName("R32 lines below a URL are its headers, those before the first one everybody's")
  void headers() {
    var common = Map.of("X-All", List.of("1"));
    assertEquals(
        List.of(
            new RequestSample("/a", Map.of("X-All", List.of("1"), "X-Group", List.of("b", "c"))),
            new RequestSample("http://h:80/b", common)),
        SampleText.read("X-All: 1\n/a\nX-Group: b\nx-group:c\nhttp://h:80/b"));
  }

  @Test
  @DisplayName("headers without a URL are a request for /")
  void onlyHeaders() {
    assertEquals(
        List.of(new RequestSample("/", Map.of("X-Group", List.of("beta")))),
        SampleText.read("X-Group: beta"));
    assertEquals(List.of(), SampleText.read("  \n"));
  }

  @Test
  @DisplayName("more than an operator can oversee is cut")
  void many() {
    String text =
        IntStream.range(0, 1_000).mapToObj(i -> "/" + i).collect(Collectors.joining("\n"));
    assertEquals(SampleText.MOST, SampleText.read(text).size());
  }
}
