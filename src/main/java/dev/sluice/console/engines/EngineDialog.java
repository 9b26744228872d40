package dev.sluice.console.engines;

import dev.sluice.console.connect.EngineForm;
import dev.sluice.console.connect.EngineForm.Fault;
import dev.sluice.console.connect.KnownEngine;
import dev.sluice.console.connect.KnownEngines;
import dev.sluice.console.fx.Views;
import dev.sluice.console.shell.ConsoleContext;
import dev.sluice.console.widgets.Tone;
import dev.sluice.engine.api.EngineInfo;
import dev.sluice.engine.api.Problem;
import java.net.URI;
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

/// Adds a remote engine, or changes one: looks which certificate it shows, has its fingerprint
/// compared with what the engine printed, and only then sends it the token. Only that certificate
/// is trusted from then on.
final class EngineDialog {
  private static final int SHOWN_OF_FORMER = 23;

  private final ConsoleContext context;
  private final Optional<KnownEngine> former;
  private final Parent root;
  private @Nullable Looked looked;
  private @Nullable Tested tested;
  private boolean busy;

  @FXML private Label dialogTitle;
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

  /// For a new engine.
  EngineDialog(ConsoleContext context) {
    this(context, Optional.empty());
  }

  /// For a known one.
  ///
  /// @param token that is kept; empty for none
  EngineDialog(ConsoleContext context, KnownEngine former, String token) {
    this(context, Optional.of(former));
    engineName.setText(former.name());
    engineAddress.setText(former.address().map(URI::toString).orElse(""));
    engineToken.setText(token);
    guardEngine.setVisible(false);
    guardEngine.setManaged(false);
  }

  private EngineDialog(ConsoleContext context, Optional<KnownEngine> former) {
    this.context = context;
    this.former = former;
    this.root = Views.ENGINE_DIALOG.loadFor(context.texts(), this);
  }

  void open() {
    context.overlay().open(root, former.isPresent() ? testEngine : engineName);
  }

  @FXML
  void initialize() {
    dialogTitle.setText(
        former
            .map(engine -> context.texts().text("engines.edit.title", engine.name()))
            .orElse(context.texts().text("engines.add")));
    for (var field : new TextField[] {engineName, engineAddress, engineToken}) {
      field.textProperty().subscribe(_ -> typed());
      field.setOnAction(_ -> onTest());
    }
    compared.selectedProperty().subscribe(this::agree);
  }

  private EngineForm form() {
    return new EngineForm(engineName.getText(), engineAddress.getText(), engineToken.getText());
  }

  /// What was tested is not what is typed now; only the name may still change.
  private void typed() {
    if (looked != null && !looked.address().equals(form().uri())) {
      looked = null;
      tested = null;
      compared.setSelected(false);
    }
    if (tested != null && !tested.token().equals(engineToken.getText())) {
      tested = null;
    }
    show(formProblem, addressFault());
    update();
  }

  /// A field that is still empty is not reproached; one cannot begin otherwise.
  private String addressFault() {
    return form()
        .fault()
        .filter(fault -> fault == Fault.ADDRESS_UNREADABLE || fault == Fault.ADDRESS_WITHOUT_TLS)
        .map(fault -> context.texts().text("engines.fault." + fault))
        .orElse("");
  }

  private void update() {
    var form = form();
    var texts = context.texts();
    testEngine.setDisable(busy || form.fault().isPresent());
    show(result, looked != null);
    show(answer, tested != null);
    var tone = tested == null ? Tone.WARNING : Tone.GOOD;
    result.getStyleClass().removeIf(name -> name.startsWith("tone-"));
    result.getStyleClass().add(tone.styleClass());
    addEngine.setDisable(busy || form.fault().isPresent() || tested == null || !isAgreed());
    String name = engineName.getText().strip();
    addEngine.setText(
        name.isEmpty()
            ? texts.text("engines.add")
            : texts.text(former.isPresent() ? "engines.save" : "engines.add.named", name));
  }

  /// Whether the token may be sent there.
  private boolean isAgreed() {
    return looked != null
        && (looked.print().isEmpty() || isFormer(looked.print()) || compared.isSelected());
  }

  private boolean isFormer(Optional<String> print) {
    return former.flatMap(KnownEngine::fingerprint).equals(print);
  }

  @FXML
  void onTest() {
    var form = form();
    var fault = form.fault();
    if (fault.isPresent()) {
      show(formProblem, context.texts().text("engines.fault." + fault.get()));
    } else if (isAgreed()) {
      test();
    } else {
      look(form.uri().orElseThrow());
    }
  }

  private void agree(boolean agreed) {
    if (agreed && tested == null && form().fault().isEmpty()) {
      test();
    }
    update();
  }

  private void look(URI address) {
    begin();
    context
        .background()
        .run(() -> context.engines().access().fingerprint(address))
        .onSuccess(print -> saw(new Looked(Optional.of(address), print)))
        .onProblem(this::failed)
        .onEnd(this::end)
        .start();
  }

  private void saw(Looked seen) {
    var texts = context.texts();
    looked = seen;
    tested = null;
    boolean tls = seen.print().isPresent();
    boolean same = tls && isFormer(seen.print());
    var before = former.flatMap(KnownEngine::fingerprint).filter(_ -> tls && !same);
    fingerprint.setText(seen.print().map(EngineDialog::inLines).orElse(""));
    show(fingerprint, tls);
    show(compared, tls && !same);
    fingerprintNote.setText(
        before
            .map(print -> texts.text("engines.compare.changed", shortened(print)))
            .orElse(texts.text(same ? "engines.same" : tls ? "engines.compare" : "engines.noTls")));
    compared.setSelected(false);
    if (isAgreed()) {
      test();
    } else {
      compared.requestFocus();
    }
  }

  private static String shortened(String print) {
    return print.substring(0, Math.min(SHOWN_OF_FORMER, print.length()));
  }

  private void test() {
    var form = form();
    var print = looked == null ? Optional.<String>empty() : looked.print();
    begin();
    context
        .background()
        .run(() -> test(form, print))
        .onSuccess(this::passed)
        .onProblem(this::failed)
        .onEnd(this::end)
        .start();
  }

  private Tested test(EngineForm form, Optional<String> print) {
    var known = form.engine("test", print, false);
    try (var engine = context.engines().access().open(known, form.token().strip())) {
      long begun = System.nanoTime();
      var info = engine.info();
      return new Tested(form.token(), info, Duration.ofNanos(System.nanoTime() - begun));
    }
  }

  private void passed(Tested passed) {
    tested = passed;
    answer.setText(
        context
            .texts()
            .text(
                "engines.answer",
                passed.info().name(),
                passed.info().version(),
                passed.latency().toMillis()));
    update();
    addEngine.requestFocus();
  }

  private void begin() {
    busy = true;
    show(formProblem, "");
    update();
  }

  private void end() {
    busy = false;
    update();
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
  }

  @FXML
  void onAdd() {
    var form = form();
    if (looked == null || tested == null || form.fault().isPresent() || !isAgreed()) {
      return;
    }
    String token = form.token().strip();
    String id =
        former
            .map(KnownEngine::id)
            .orElseGet(() -> new KnownEngines(context.settings()).newId(form.name()));
    boolean guarded = former.map(KnownEngine::guarded).orElseGet(guardEngine::isSelected);
    KnownEngine engine = form.engine(id, looked.print(), guarded);
    context.overlay().close();
    if (former.isPresent()) {
      context.engines().change(engine, token);
    } else {
      context.engines().add(engine, token);
    }
    context
        .notifier()
        .done(
            context
                .texts()
                .text(former.isPresent() ? "engines.saved" : "engines.added", engine.name()));
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

  /// Which certificate is shown at an address; empty without TLS.
  private record Looked(Optional<URI> address, Optional<String> print) {}

  /// A connection that worked.
  private record Tested(String token, EngineInfo info, Duration latency) {}
}
