package dev.sluice.console.services;

import dev.sluice.console.shell.ConsoleContext;
import dev.sluice.console.shell.Place;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.NewVersion;
import dev.sluice.engine.api.VersionView;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import org.kordamp.ikonli.javafx.FontIcon;

/// What can be done with one version.
final class VersionMenu {
  /// More than a menu shows; any two can be chosen in the table.
  private static final int MOST_COMPARED = 20;

  private final ConsoleContext context;
  private final VersionView version;

  VersionMenu(ConsoleContext context, VersionView version) {
    this.context = context;
    this.version = version;
  }

  List<MenuItem> items() {
    var name = version.name();
    boolean busy = version.operation().isPresent();
    var edit = change("edit", "mdal-edit", () -> open(new Place.EditVersion(name)), busy);
    var restart = change("restart", "mdmz-refresh", () -> restart(name), busy);
    var delete =
        change("delete", "mdal-delete", () -> Deletion.ofVersion(context, name).open(), busy);
    delete.getStyleClass().add("danger");
    return List.of(
        edit,
        item(
            "traffic",
            "mdal-call_split",
            () -> open(new Place.Service(version.service(), Place.ServiceTab.TRAFFIC))),
        item(
            "copy",
            "mdal-content_copy",
            () ->
                open(
                    new Place.NewVersion(
                        version.service(), Optional.of(new NewVersion.OfVersion(name))))),
        compare(),
        restart,
        new SeparatorMenuItem(),
        delete);
  }

  /// With any other version of the service, the newest first.
  private Menu compare() {
    var menu =
        new Menu(context.texts().text("service.menu.compare"), new FontIcon("mdal-compare_arrows"));
    menu.setId("compare-" + version.name());
    context.feed().state().get().versionsOf(version.service()).reversed().stream()
        .map(VersionView::name)
        .filter(other -> !other.equals(version.name()))
        .limit(MOST_COMPARED)
        .forEach(other -> menu.getItems().add(compare(other)));
    menu.setDisable(menu.getItems().isEmpty());
    return menu;
  }

  private MenuItem compare(VersionName other) {
    var item = new MenuItem(other.toString());
    item.setId("compare-" + version.name() + "-" + other);
    item.setOnAction(_ -> open(between(version.name(), other)));
    return item;
  }

  /// The older one on the left.
  static Place between(VersionName one, VersionName other) {
    boolean older = one.compareTo(other) < 0;
    return new Place.Compare(
        new NewVersion.OfVersion(older ? one : other),
        new NewVersion.OfVersion(older ? other : one));
  }

  private MenuItem change(String key, String icon, Runnable action, boolean busy) {
    var item = item(key, icon, action);
    item.setDisable(busy || context.feed().offline().getValue());
    return item;
  }

  private MenuItem item(String key, String icon, Runnable action) {
    var item = new MenuItem(context.texts().text("service.menu." + key), new FontIcon(icon));
    item.setId(key + "-" + version.name());
    item.setOnAction(_ -> action.run());
    return item;
  }

  private void open(Place place) {
    context.navigator().open(place);
  }

  private void restart(VersionName name) {
    context
        .background()
        .run(() -> context.engine().restart(name, ""))
        .onSuccess(operation -> open(new Place.Progress(operation.id())))
        .start();
  }
}
