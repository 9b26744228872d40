/// Where the console meets the JavaFX thread: news from the engine ([EngineFeed], [EngineState]),
/// calls to it ([Background]), texts ([Texts]), loading of views ([Views]) and what is remembered
/// ([ConsoleSettings]). No other package calls `Platform.runLater`.
///
/// **Texts** can change while a view is open. In FXML every text is written as an expression on the
/// map `texts`, which stands in the namespace of every view: `text="${texts['nav.services']}"`. It
/// works for any property of any object in the file and follows the language by itself. Code uses
/// [Texts#binding] where the text stays and [Texts#text] where it is set anew with the data. Keys
/// live in `texts.properties` and `versiontexts.properties`; nothing else holds a text.
@NullMarked
package dev.sluice.console.fx;

import org.jspecify.annotations.NullMarked;
