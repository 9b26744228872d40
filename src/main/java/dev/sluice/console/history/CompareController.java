package dev.sluice.console.history;

import dev.sluice.console.shell.ConsoleContext;
import dev.sluice.console.shell.Place;
import dev.sluice.console.shell.Screen;
import dev.sluice.domain.history.DiffEntry;
import dev.sluice.engine.api.NewVersion;
import java.util.List;
import java.util.Optional;
import javafx.fxml.FXML;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/// Any two configurations of one service side by side: versions as they are, and snapshots. Only to
/// read; a rollback is confirmed elsewhere (R52).
final class CompareController implements Screen {
  private final ConsoleContext context;
  private final DiffPane diff;
  private Subscription subscription = Subscription.EMPTY;
  private Place.@Nullable Compare place;
  private List<DiffEntry> entries = List.of();
  private boolean filling;

  @FXML private VBox comparePage;
  @FXML private Label compareTitle;
  @FXML private ComboBox<NewVersion.Reference> compareLeft;
  @FXML private ComboBox<NewVersion.Reference> compareRight;

  CompareController(ConsoleContext context) {
    this.context = context;
    this.diff = new DiffPane(context);
  }

  @FXML
  private void initialize() {
    comparePage.getChildren().add(diff.root());
    diff.listenIn(comparePage);
    for (var choice : List.of(compareLeft, compareRight)) {
      choice.setConverter(new References.Names(context.texts()));
      choice
          .valueProperty()
          .subscribe(
              (_, _) -> {
                if (!filling) {
                  onChosen();
                }
              });
    }
  }

  @Override
  public void show(Place wanted) {
    if (!(wanted instanceof Place.Compare next)) {
      throw new IllegalArgumentException("not a comparison: " + wanted);
    }
    leave();
    place = next;
    fill(List.of(next.left(), next.right()), next);
    subscription = context.texts().language().subscribe(_ -> retell());
    readChoices(next);
    read(next);
    diff.focus();
  }

  @Override
  public void leave() {
    subscription.unsubscribe();
    place = null;
    entries = List.of();
    diff.clear();
  }

  /// Another pair is another place, but not one to go back through.
  private void onChosen() {
    var left = compareLeft.getValue();
    var right = compareRight.getValue();
    if (place != null && left != null && right != null) {
      context.navigator().replace(new Place.Compare(left, right));
    }
  }

  private void fill(List<NewVersion.Reference> choices, Place.Compare chosen) {
    filling = true;
    choose(compareLeft, choices, chosen.left());
    choose(compareRight, choices, chosen.right());
    filling = false;
  }

  /// A box whose value stays while its items change goes on showing another one's name.
  private static void choose(
      ComboBox<NewVersion.Reference> box,
      List<NewVersion.Reference> choices,
      NewVersion.Reference chosen) {
    box.setValue(null);
    box.getItems().setAll(choices);
    box.setValue(chosen);
  }

  private void readChoices(Place.Compare asked) {
    var service = References.version(asked.left()).service();
    context
        .background()
        .run(() -> References.of(context.engine(), service))
        .onSuccess(
            found -> {
              if (asked.equals(place)) {
                fill(found, asked);
              }
            })
        .start();
  }

  private void read(Place.Compare asked) {
    context
        .background()
        .run(() -> context.engine().diff(asked.left(), asked.right()))
        .onSuccess(
            found -> {
              if (asked.equals(place)) {
                entries = found;
                retell();
              }
            })
        .start();
  }

  private void retell() {
    Optional.ofNullable(place)
        .ifPresent(
            shown -> {
              var texts = context.texts();
              var service = References.version(shown.left()).service();
              String left = References.name(texts, shown.left());
              String right = References.name(texts, shown.right());
              compareTitle.setText(texts.text("compare.title", service));
              if (!entries.isEmpty()) {
                String title = texts.text("compare.title.both", left, right);
                diff.show(new DiffPane.Sides(title, left, "", right, ""), entries);
              }
            });
  }
}
