package dev.sluice.console.history;

import dev.sluice.console.fx.Texts;
import dev.sluice.domain.history.ConfigurationDiff;
import dev.sluice.domain.history.DiffEntry;
import dev.sluice.domain.service.Configuration;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.jspecify.annotations.Nullable;

/// Every field of one configuration, in groups, to read. Secrets are not shown.
public final class ConfigurationList extends ListView<Comparison.Row> {
  public ConfigurationList(Texts texts) {
    getStyleClass().addAll("diff-list", "configuration-list");
    setCellFactory(_ -> new FieldCell(texts));
  }

  public void show(Configuration configuration) {
    var rows =
        new Comparison(ConfigurationDiff.between(configuration, configuration), false).rows();
    if (!rows.equals(getItems())) {
      getItems().setAll(rows);
    }
    refresh();
  }

  private static final class FieldCell extends ListCell<Comparison.Row> {
    /// Of the list and of its scroll bar.
    private static final double BAR = 24;

    private final FieldNames names;
    private final DiffText words;
    private final Label title = new Label();
    private final Label name = new Label();
    private final Label value = new Label();
    private final HBox row = new HBox(16, name, value);

    FieldCell(Texts texts) {
      names = new FieldNames(texts);
      words = new DiffText(texts);
      title.getStyleClass().add("section-title");
      name.getStyleClass().add("field-name");
      name.setMinWidth(240);
      value.setMinHeight(USE_PREF_SIZE);
      value.getStyleClass().add("field-value");
      value.setWrapText(true);
      HBox.setHgrow(value, Priority.ALWAYS);
      row.getStyleClass().add("field-row");
      setPrefWidth(0);
    }

    @Override
    protected void updateItem(Comparison.@Nullable Row shown, boolean empty) {
      super.updateItem(shown, empty);
      getStyleClass().remove("diff-group");
      if (shown == null || empty) {
        setGraphic(null);
        return;
      }
      switch (shown) {
        case Comparison.Row.Group group -> {
          title.setText(names.group(group.name()));
          getStyleClass().add("diff-group");
          setGraphic(title);
        }
        case Comparison.Row.Field field -> fill(field.entry());
      }
    }

    /// As high as the value needs where it is wrapped.
    @Override
    protected double computePrefHeight(double width) {
      var list = getListView();
      return list != null && row.equals(getGraphic())
          ? row.prefHeight(list.getWidth() - BAR)
          : super.computePrefHeight(width);
    }

    private void fill(DiffEntry entry) {
      name.setText(names.of(entry));
      value.setText(words.before(entry));
      setGraphic(row);
    }
  }
}
