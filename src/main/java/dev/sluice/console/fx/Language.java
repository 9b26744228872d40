package dev.sluice.console.fx;

import java.util.Locale;

/// A language the console speaks.
public enum Language {
  ENGLISH(Locale.ENGLISH, "English"),
  CHINESE(Locale.SIMPLIFIED_CHINESE, "简体中文");

  private final Locale locale;
  private final String ownName;

  Language(Locale locale, String ownName) {
    this.locale = locale;
    this.ownName = ownName;
  }

  public Locale locale() {
    return locale;
  }

  /// Its name in itself, which its readers find whatever language is on.
  public String ownName() {
    return ownName;
  }

  /// The one for somebody whose system is set to `locale`.
  public static Language of(Locale locale) {
    return locale.getLanguage().equals(Locale.CHINESE.getLanguage()) ? CHINESE : ENGLISH;
  }
}
