package dev.sluice.platform.process.os;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// What of our own environment a started process sees: enough to find programs, a home and a
/// language; nothing that somebody gave to us alone, such as a token.
public final class InheritedEnvironment {
  private static final Set<String> PASSED_ON =
      Set.of(
          "PATH",
          "HOME",
          "USER",
          "LOGNAME",
          "SHELL",
          "LANG",
          "LANGUAGE",
          "TZ",
          "TMPDIR",
          "JAVA_HOME",
          "LD_LIBRARY_PATH",
          "XDG_RUNTIME_DIR",
          // without these hardly a program starts on Windows
          "SystemRoot",
          "SystemDrive",
          "ComSpec",
          "PATHEXT",
          "TEMP",
          "TMP",
          "USERPROFILE",
          "APPDATA",
          "LOCALAPPDATA");

  private InheritedEnvironment() {}

  /// A fresh, changeable copy of the part of `ours` that is passed on.
  public static Map<String, String> of(Map<String, String> ours) {
    var passed = new LinkedHashMap<String, String>();
    ours.forEach(
        (name, value) -> {
          if (PASSED_ON.contains(name) || name.startsWith("LC_")) {
            passed.put(name, value);
          }
        });
    return passed;
  }
}
