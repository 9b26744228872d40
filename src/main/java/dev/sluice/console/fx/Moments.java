package dev.sluice.console.fx;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;

/// Moments and durations in words of the present language.
public final class Moments {
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");
  private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

  private final Texts texts;
  private final InstantSource clock;
  private final ZoneId zone;

  public Moments(Texts texts, InstantSource clock, ZoneId zone) {
    this.texts = texts;
    this.clock = clock;
    this.zone = zone;
  }

  /// For example "3 min ago". A clock that runs behind gives "now", never the future.
  public String ago(Instant then) {
    long seconds = Math.max(0, Duration.between(then, clock.instant()).toSeconds());
    if (seconds < 5) {
      return texts.text("app.ago.now");
    }
    if (seconds < 60) {
      return texts.text("app.ago.seconds", seconds);
    }
    if (seconds < 3_600) {
      return texts.text("app.ago.minutes", seconds / 60);
    }
    if (seconds < 86_400) {
      return texts.text("app.ago.hours", seconds / 3_600);
    }
    return texts.text("app.ago.days", seconds / 86_400);
  }

  /// Time of day with seconds.
  public String clock(Instant then) {
    return CLOCK.format(then.atZone(zone));
  }

  /// Time of day with milliseconds.
  public String millis(Instant then) {
    return MILLIS.format(then.atZone(zone));
  }

  /// Date and time of day.
  public String full(Instant then) {
    return DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
            .withLocale(texts.language().get().locale())
            .format(then.atZone(zone))
        + " "
        + clock(then);
  }

  /// In its two largest units, for example "1 min 5 s" or "2 d 1 h".
  public String lasting(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 60) {
      return texts.text("app.lasting.seconds", seconds);
    }
    if (seconds < 3_600) {
      return texts.text("app.lasting.minutes", seconds / 60, seconds % 60);
    }
    if (seconds < 86_400) {
      return texts.text("app.lasting.hours", seconds / 3_600, seconds / 60 % 60);
    }
    return texts.text("app.lasting.days", seconds / 86_400, seconds / 3_600 % 24);
  }
}
