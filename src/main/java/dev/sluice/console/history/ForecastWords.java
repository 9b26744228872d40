package dev.sluice.console.history;

import dev.sluice.console.fx.Moments;
import dev.sluice.console.fx.Texts;
import dev.sluice.engine.api.Forecast;
import java.time.Duration;
import java.util.List;

/// What a redeploy or rollback will do, with this version's own numbers. What cannot be known is
/// said to be unknown.
public final class ForecastWords {
  private final Texts texts;
  private final Moments moments;

  public ForecastWords(Texts texts, Moments moments) {
    this.texts = texts;
    this.moments = moments;
  }

  /// One of the three risks of a rolling update.
  ///
  /// @param key stable: `failure`, `mixed`, `capacity`
  public record Risk(String key, String title, String text) {}

  public List<Risk> risks(Forecast forecast) {
    return List.of(
        risk("failure", texts.count("diff.risk.failure", forecast.instances())),
        risk("mixed", mixed(forecast)),
        risk("capacity", capacity(forecast)));
  }

  private Risk risk(String key, String text) {
    return new Risk(key, texts.text("diff.risk." + key + ".title"), text);
  }

  private String mixed(Forecast forecast) {
    String lasting =
        forecast
            .expectedSeconds()
            .map(s -> texts.text("diff.risk.mixed.for", moments.lasting(Duration.ofSeconds(s))))
            .orElseGet(() -> texts.text("diff.risk.mixed.unknown"));
    String requests =
        forecast
            .sideBySideRequests()
            // Of an unknown time no number follows.
            .filter(_ -> forecast.expectedSeconds().isPresent())
            .map(n -> texts.count("diff.risk.mixed.requests", n))
            .orElseGet(() -> texts.text("diff.risk.mixed.requests.unknown"));
    return lasting + " " + requests;
  }

  private String capacity(Forecast forecast) {
    String ready =
        texts.text(
            "diff.risk.capacity",
            forecast.leastReady(),
            forecast.instances(),
            forecast.peakInstances());
    String load =
        forecast
            .scaleOutTo()
            .map(to -> texts.text("diff.risk.capacity.scale", to))
            .orElseGet(() -> texts.text("diff.risk.capacity.unknown"));
    return ready + " " + load;
  }

  /// A check that passed in the reader's language, where it is known there.
  String check(Forecast.Check check) {
    String key = "editor.check." + check.code();
    return check.passed() && texts.map().containsKey(key) ? texts.text(key) : check.message();
  }

  /// With how it went, for those who do not see the mark.
  String checked(Forecast.Check check) {
    return texts.text(check.passed() ? "diff.check.passed" : "diff.check.failed", check(check));
  }

  String duration(Forecast forecast) {
    return forecast
        .expectedSeconds()
        .map(s -> texts.text("diff.duration", moments.lasting(Duration.ofSeconds(s))))
        .orElseGet(() -> texts.text("diff.duration.unknown"));
  }

  static boolean allPassed(Forecast forecast) {
    return forecast.checks().stream().allMatch(Forecast.Check::passed);
  }
}
