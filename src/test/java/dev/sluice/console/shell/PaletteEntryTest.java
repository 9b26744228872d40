package dev.sluice.console.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PaletteEntryTest {
  private static final List<PaletteEntry> ALL =
      List.of(entry("Traffic of shop"), entry("shop"), entry("shop-001"), entry("Settings"));

  private static PaletteEntry entry(String title) {
    return new PaletteEntry(title, "hint", "mdal-add", () -> {});
  }

  private static List<String> titles(String typed) {
    return PaletteEntry.matching(ALL, typed).stream().map(PaletteEntry::title).toList();
  }

  @Test
  @DisplayName("every word that is typed must be there; what begins with it comes first")
  void matches() {
    assertEquals(List.of("shop", "shop-001", "Traffic of shop"), titles("Shop"));
    assertEquals(List.of("Traffic of shop"), titles("shop traf"));
    assertEquals(4, titles("").size());
    assertEquals(List.of(), titles("nowhere"));
  }
}
