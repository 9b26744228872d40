package dev.sluice.console.fx;

import dev.sluice.domain.history.Failure;
import dev.sluice.domain.service.Violation;
import dev.sluice.engine.api.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javafx.beans.Observable;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableMap;

/// Every text of the console, in the present language, which can change at any time.
///
/// In a text `{0}`, `{1}` … stand for arguments and `{name}` for those of a [Problem]. All methods
/// are for the JavaFX thread.
public final class Texts {
  private static final List<String> BUNDLES =
      List.of("dev.sluice.console.texts", "dev.sluice.console.versiontexts");
  private static final Pattern EXIT = Pattern.compile("(?:exit code|killed by signal) (\\d+)");
  private static final Pattern PLACE = Pattern.compile("\\{(\\w+)}");

  private final ReadOnlyObjectWrapper<Language> language;
  private final ObservableMap<String, String> map = FXCollections.observableHashMap();

  public Texts(Language first) {
    language = new ReadOnlyObjectWrapper<>(this, "language", first);
    map.putAll(load(first));
  }

  /// The present language. Bindings on it are told after the texts have changed.
  public ReadOnlyObjectProperty<Language> language() {
    return language.getReadOnlyProperty();
  }

  /// Switches every text that is shown.
  public void speak(Language wanted) {
    if (wanted != language.get()) {
      var texts = load(wanted);
      map.keySet().retainAll(texts.keySet());
      map.putAll(texts);
      language.set(wanted);
    }
  }

  /// The texts by key, for the namespace of one FXML file: the map it gives is forgotten together
  /// with the nodes that show its texts.
  public ObservableMap<String, String> map() {
    return FXCollections.unmodifiableObservableMap(map);
  }

  /// The text of `key` in the present language.
  ///
  /// @throws MissingResourceException when there is no such key: a fault of the program
  public String text(String key, Object... arguments) {
    String text = map.get(key);
    if (text == null) {
      throw new MissingResourceException("no text " + key, Texts.class.getName(), key);
    }
    return fill(text, name -> argument(name, arguments));
  }

  /// `key.one` for one, else `key.other`; `{0}` is the count.
  public String count(String key, long count, Object... more) {
    var arguments = new Object[more.length + 1];
    arguments[0] = count;
    System.arraycopy(more, 0, arguments, 1, more.length);
    return text(key + (count == 1 ? ".one" : ".other"), arguments);
  }

  /// [#text], following the language and those arguments that are observable.
  public StringBinding binding(String key, Object... arguments) {
    var sources = new ArrayList<Observable>();
    sources.add(language);
    for (Object argument : arguments) {
      if (argument instanceof ObservableValue<?> value) {
        sources.add(value);
      }
    }
    return Bindings.createStringBinding(
        () -> text(key, arguments), sources.toArray(Observable[]::new));
  }

  /// What was wrong, in the present language if its code is known there, else in English.
  public String problem(Problem problem) {
    return Optional.ofNullable(map.get("problem." + problem.code()))
        .flatMap(text -> fillAll(text, problem.arguments()))
        .orElse(problem.detail());
  }

  /// What to do about it, likewise.
  public String action(Problem problem) {
    return Optional.ofNullable(map.get("problem." + problem.code() + ".action"))
        .flatMap(text -> fillAll(text, problem.arguments()))
        .orElse(problem.action());
  }

  /// Why something failed, likewise.
  public String failure(Failure failure) {
    int known = failure.arguments().size();
    return Optional.ofNullable(map.get("failure." + failure.code()))
        .filter(text -> places(text) <= known)
        .map(
            text ->
                fill(
                    text,
                    name -> argument(name, failure.arguments().stream().map(this::exit).toArray())))
        .orElse(failure.message());
  }

  /// What an engine runs instances as, such as `process`, likewise.
  public String platform(String name) {
    return map.getOrDefault("app.platform." + name, name);
  }

  /// How a process ended, such as `exit code 3`, likewise.
  public String exit(String how) {
    var found = EXIT.matcher(how);
    if (!found.matches()) {
      return how;
    }
    return text(how.startsWith("exit") ? "app.exit.code" : "app.exit.signal", found.group(1));
  }

  /// How many arguments a text names.
  private static int places(String text) {
    return PLACE
        .matcher(text)
        .results()
        .mapToInt(found -> Integer.parseInt(found.group(1)) + 1)
        .max()
        .orElse(0);
  }

  /// What is wrong with a field, likewise.
  public String violation(Violation violation) {
    return Optional.ofNullable(map.get("violation." + violation.code()))
        .map(text -> fill(text, name -> argument(name, violation.arguments().toArray())))
        .orElse(violation.message());
  }

  private static Map<String, String> load(Language language) {
    var all = new HashMap<String, String>();
    for (String name : BUNDLES) {
      var bundle =
          ResourceBundle.getBundle(
              name,
              language.locale(),
              Texts.class.getClassLoader(),
              Control.getNoFallbackControl(Control.FORMAT_PROPERTIES));
      bundle.keySet().forEach(key -> all.put(key, bundle.getString(key)));
    }
    return all;
  }

  /// Empty when an argument is missing: half a sentence is worse than one in English.
  private static Optional<String> fillAll(String text, Map<String, String> arguments) {
    boolean complete =
        PLACE.matcher(text).results().allMatch(found -> arguments.containsKey(found.group(1)));
    return complete
        ? Optional.of(fill(text, name -> arguments.getOrDefault(name, "")))
        : Optional.empty();
  }

  private static String fill(String text, Function<String, String> argument) {
    return PLACE
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(argument.apply(found.group(1))));
  }

  private static String argument(String name, Object[] arguments) {
    int index = Integer.parseInt(name);
    if (index >= arguments.length) {
      return "{" + name + "}";
    }
    return arguments[index] instanceof ObservableValue<?> value
        ? String.valueOf(value.getValue())
        : String.valueOf(arguments[index]);
  }
}
