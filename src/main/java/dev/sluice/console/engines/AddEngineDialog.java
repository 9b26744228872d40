package dev.sluice.console.engines;

import dev.sluice.console.connect.EngineForm;
import dev.sluice.console.connect.EngineForm.Fault;
import dev.sluice.console.connect.KnownEngine;
import dev.sluice.console.connect.KnownEngines;
import dev.sluice.console.fx.Texts;
import dev.sluice.console.fx.Views;
import dev.sluice.console.shell.ConsoleContext;
import dev.sluice.engine.api.EngineInfo;
import dev.sluice.engine.api.Problem;
import java.time.Duration;
import java.util.Optional;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// Adds a remote engine: tests the connection, shows the certificate's fingerprint to be compared
/// with what the engine printed, and trusts only that certificate from then on.
final class AddEngineDialog {
  private final ConsoleContext context;
  private final Parent root;
  private @Nullable Tested tested;
  private boolean testing;

  @FXML private TextField engineName;
  @FXML private TextField engineAddress;
  @FXML private PasswordField engineToken;
  @FXML private Label formProblem;
  @FXML private Button testEngine;
  @FXML private VBox result;
  @FXML private Label answer;
  @FXML private Label fingerprint;
  @FXML private Label fingerprintNote;
  @FXML private CheckBox compared;
  @FXML private CheckBox guardEngine;
  @FXML private Button addEngine;

  AddEngineDialog(ConsoleContext context) {
    this.context = context;
    this.root = Views.ADD_ENGINE.loadFor(context.texts(), this);
  }

  void open() {
    context.overlay().open(root, engineName);
  }

  @FXML
  void initialize() {
    for (var field : new TextField[] {engineName, engineAddress, engineToken}) {
      field.textProperty().subscribe(_ -> typed());
      field.setOnAction(_ -> onTest());
    }
    compared.selectedProperty().subscribe(_ -> updateButtons());
  }

  private EngineForm form() {
    return new EngineForm(engineName.getText(), engineAddress.getText(), engineToken.getText());
  }

  /// What was tested is not what is typed now; only the name may still change.
  private void typed() {
    if (tested != null && !tested.form().address().equals(engineAddress.getText())) {
      tested = null;
    }
    if (tested != null && !tested.form().token().equals(engineToken.getText())) {
      tested = null;
    }
    show(formProblem, addressFault());
    updateButtons();
  }

  /// A field that is still empty is not reproached; one cannot begin otherwise.
  private String addressFault() {
    return form()
        .fault()
        .filter(fault -> fault == Fault.ADDRESS_UNREADABLE || fault == Fault.ADDRESS_WITHOUT_TLS)
        .map(fault -> context.texts().text("engines.fault." + fault))
        .orElse("");
  }

  private void updateButtons() {
    var form = form();
    testEngine.setDisable(testing || form.fault().isPresent());
    show(result, tested != null);
    boolean agreed = tested != null && (tested.fingerprint().isEmpty() || compared.isSelected());
    addEngine.setDisable(form.fault().isPresent() || !agreed);
    addEngine.setText(
        engineName.getText().isBlank()
            ? context.texts().text("engines.add")
            : context.texts().text("engines.add.named", engineName.getText().strip()));
  }

  @FXML
  void onTest() {
    var form = form();
    var fault = form.fault();
    if (fault.isPresent()) {
      show(formProblem, context.texts().text("engines.fault." + fault.get()));
      return;
    }
    testing = true;
    updateButtons();
    context
        .background()
        .run(() -> test(form))
        .onSuccess(this::passed)
        .onProblem(this::failed)
        .onEnd(
            () -> {
              testing = false;
              updateButtons();
            })
        .start();
  }

  private Tested test(EngineForm form) {
    var access = context.engines().access();
    var print = access.fingerprint(form.uri().orElseThrow());
    var known = form.engine("test", print, false);
    try (var engine = access.open(known, form.token().strip())) {
      long begun = System.nanoTime();
      var info = engine.info();
      return new Tested(form, print, info, Duration.ofNanos(System.nanoTime() - begun));
    }
  }

  private void passed(Tested passed) {
    Texts texts = context.texts();
    tested = passed;
    compared.setSelected(false);
    answer.setText(
        texts.text(
            "engines.answer",
            passed.info().name(),
            passed.info().version(),
            passed.latency().toMillis()));
    boolean tls = passed.fingerprint().isPresent();
    fingerprint.setText(passed.fingerprint().map(AddEngineDialog::inLines).orElse(""));
    show(fingerprint, tls);
    show(compared, tls);
    fingerprintNote.setText(texts.text(tls ? "engines.compare" : "engines.noTls"));
    updateButtons();
    if (tls) {
      compared.requestFocus();
    } else {
      addEngine.requestFocus();
    }
  }

  /// Two lines of sixteen pairs, as people read them out.
  private static String inLines(String print) {
    int half = print.length() / 2;
    return print.substring(0, half + 1) + "\n" + print.substring(half + 1);
  }

  private void failed(Problem problem) {
    var texts = context.texts();
    tested = null;
    show(formProblem, texts.problem(problem) + " " + texts.action(problem));
    updateButtons();
  }

  @FXML
  void onAdd() {
    var form = form();
    if (tested == null || form.fault().isPresent()) {
      return;
    }
    String id = new KnownEngines(context.settings()).newId(form.name());
    KnownEngine engine = form.engine(id, tested.fingerprint(), guardEngine.isSelected());
    context.engines().add(engine, form.token().strip());
    context.overlay().close();
    context.notifier().done(context.texts().text("engines.added", engine.name()));
  }

  @FXML
  void onCancel() {
    context.overlay().close();
  }

  private static void show(Label label, String text) {
    label.setText(text);
    show(label, !text.isEmpty());
  }

  private static void show(Node node, boolean shown) {
    node.setVisible(shown);
    node.setManaged(shown);
  }

  /// A connection that worked.
  private record Tested(
      EngineForm form, Optional<String> fingerprint, EngineInfo info, Duration latency) {}
}
