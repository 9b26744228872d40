package dev.sluice.console.shell;

import dev.sluice.console.fx.Language;
import dev.sluice.console.fx.Theme;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/// The command palette (Ctrl+K): every place and action by name, from the keyboard alone.
final class Palette {
  private final ConsoleContext context;
  private final TextField typed = new TextField();
  private final ListView<PaletteEntry> list = new ListView<>();
  private final VBox box = new VBox(8, typed, list);
  private List<PaletteEntry> entries = List.of();
  private Node screens = new Region();

  Palette(ConsoleContext context) {
    this.context = context;
    box.setId("palette");
    box.getStyleClass().addAll("dialog-box", "palette");
    box.setMaxSize(560, Region.USE_PREF_SIZE);
    typed.setId("paletteText");
    typed.promptTextProperty().bind(context.texts().binding("app.palette.prompt"));
    typed.accessibleTextProperty().bind(context.texts().binding("app.palette.prompt"));
    typed.textProperty().subscribe(this::filter);
    typed.addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);
    list.setId("paletteList");
    list.accessibleTextProperty().bind(context.texts().binding("app.palette"));
    list.setFixedCellSize(40);
    list.setPrefHeight(8 * 40 + 2);
    list.setFocusTraversable(false);
    list.setCellFactory(_ -> new EntryCell());
    list.setOnMouseClicked(_ -> run());
  }

  /// What can be clicked in `node` is offered too.
  void searchIn(Node node) {
    screens = node;
  }

  void open() {
    entries = entries();
    typed.clear();
    filter("");
    context.overlay().open(box, typed);
  }

  private void filter(String text) {
    list.getItems().setAll(PaletteEntry.matching(entries, text));
    list.getSelectionModel().selectFirst();
    list.scrollTo(0);
  }

  private void onKey(KeyEvent event) {
    var selection = list.getSelectionModel();
    switch (event.getCode()) {
      case DOWN -> selection.selectNext();
      case UP -> selection.selectPrevious();
      case ENTER -> run();
      default -> {
        return;
      }
    }
    list.scrollTo(Math.max(0, selection.getSelectedIndex() - 6));
    event.consume();
  }

  private void run() {
    var chosen = list.getSelectionModel().getSelectedItem();
    if (chosen != null) {
      context.overlay().close();
      chosen.action().run();
    }
  }

  private List<PaletteEntry> entries() {
    var found = new ArrayList<PaletteEntry>();
    addPlaces(found);
    found.addAll(new ScreenActions(context.texts()).of(screens));
    addChoices(found);
    addServices(found);
    return found;
  }

  private void addPlaces(List<PaletteEntry> found) {
    var texts = context.texts();
    found.add(
        go(texts.text("nav.services"), "app.palette.place", "mdmz-storage", new Place.Services()));
    found.add(
        go(
            texts.text("nav.operations"),
            "app.palette.place",
            "mdal-history",
            new Place.Operations()));
    found.add(go(texts.text("nav.engines"), "app.palette.place", "mdal-dns", new Place.Engines()));
    found.add(
        go(texts.text("nav.settings"), "app.palette.place", "mdmz-settings", new Place.Settings()));
    if (!context.feed().offline().getValue()) {
      found.add(
          go(
              texts.text("services.new"),
              "app.palette.action",
              "mdal-add",
              new Place.NewService(Optional.empty())));
    }
    found.add(
        act(
            texts.text("keys.title"),
            "app.palette.action",
            "mdal-keyboard",
            () -> new KeySheet(context).open()));
  }

  private void addChoices(List<PaletteEntry> found) {
    var texts = context.texts();
    for (var engine : context.engines().known()) {
      found.add(
          act(
              EngineNames.name(texts, engine),
              "app.engine",
              "mdal-dns",
              () -> context.engines().open(engine)));
    }
    for (var theme : Theme.values()) {
      found.add(
          act(
              texts.text("settings.theme." + theme),
              "settings.theme",
              "mdal-brightness_medium",
              () -> context.appearance().choose(theme)));
    }
    for (var language : Language.values()) {
      found.add(
          act(
              language.ownName(),
              "settings.language",
              "mdmz-translate",
              () -> {
                context.settings().language(language);
                texts.speak(language);
              }));
    }
  }

  private void addServices(List<PaletteEntry> found) {
    var texts = context.texts();
    for (var view : context.feed().state().get().services().values()) {
      var service = view.name();
      found.add(
          go(
              service.value(),
              "app.palette.service",
              "mdmz-storage",
              new Place.Service(service, Place.ServiceTab.VERSIONS)));
      found.add(
          go(
              texts.text("app.palette.traffic", service),
              "app.palette.traffic.hint",
              "mdal-call_split",
              new Place.Service(service, Place.ServiceTab.TRAFFIC)));
      found.add(
          go(
              texts.text("app.palette.newVersion", service),
              "app.palette.action",
              "mdal-add",
              new Place.NewVersion(service, Optional.empty())));
      for (var version : view.versions()) {
        found.add(
            go(
                version.toString(),
                "app.palette.version",
                "mdal-layers",
                new Place.Version(version, Place.VersionTab.OVERVIEW)));
      }
    }
  }

  private PaletteEntry go(String title, String hint, String icon, Place place) {
    return act(title, hint, icon, () -> context.navigator().open(place));
  }

  private PaletteEntry act(String title, String hint, String icon, Runnable action) {
    return new PaletteEntry(title, context.texts().text(hint), icon, action);
  }

  /// Icon, title and, at the right, what sort of thing it is.
  private static final class EntryCell extends ListCell<PaletteEntry> {
    private final FontIcon icon = new FontIcon();
    private final Label title = new Label();
    private final Label hint = new Label();
    private final HBox box = new HBox(12, icon, title, hint);

    EntryCell() {
      title.setMaxWidth(Double.MAX_VALUE);
      HBox.setHgrow(title, Priority.ALWAYS);
      hint.getStyleClass().add("muted");
      box.setAlignment(Pos.CENTER_LEFT);
    }

    @Override
    protected void updateItem(@Nullable PaletteEntry entry, boolean empty) {
      super.updateItem(entry, empty);
      if (entry == null || empty) {
        setGraphic(null);
        return;
      }
      icon.setIconLiteral(entry.icon());
      title.setText(entry.title());
      hint.setText(entry.hint());
      setGraphic(box);
    }
  }
}
