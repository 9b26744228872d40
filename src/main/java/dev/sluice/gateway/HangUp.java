package dev.sluice.gateway;

/// Makes the process live on when the terminal that its engine was started from is closed.
final class HangUp {
  private HangUp() {}

  /// By reflection, because the Java platform has no signals in its supported interface. Where this
  /// one is missing, whoever starts the gateway has to give it a session of its own.
  static void ignore() {
    try {
      var signal = Class.forName("sun.misc.Signal");
      var handler = Class.forName("sun.misc.SignalHandler");
      var ignoring = handler.getField("SIG_IGN").get(null);
      var hangUp = signal.getConstructor(String.class).newInstance("HUP");
      signal.getMethod("handle", signal, handler).invoke(null, hangUp, ignoring);
    } catch (ReflectiveOperationException e) {
      System.getLogger(HangUp.class.getName())
          .log(System.Logger.Level.DEBUG, "SIGHUP is not ignored", e);
    }
  }
}
