package dev.sluice.domain.history;

import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.Revision;
import java.util.List;

/// The sentences of [Failure]s, each in one place. Codes are keys of the console's texts
/// (`failure.<code>`), so a code that is added here needs a text in every language there.
public final class Failures {
  private Failures() {}

  public static Failure cancelled() {
    return of("cancelled", "The operation was cancelled.");
  }

  /// @param why a sentence of the platform
  public static Failure buildFailed(String why) {
    return new Failure("buildFailed", why, List.of(why));
  }

  /// An instance ended before it was ready.
  public static Failure startFailed(InstanceId instance, String how) {
    return of("startFailed", "Instance %s ended before it was ready: %s.", instance.value(), how);
  }

  /// An instance ended after it was ready.
  public static Failure exited(InstanceId instance, String how) {
    return of("exited", "Instance %s ended after it was ready: %s.", instance.value(), how);
  }

  public static Failure crashLoop(InstanceId instance, String how) {
    return of("crashLoop", "Instance %s ended: %s. It is started again.", instance.value(), how);
  }

  public static Failure deadline(long ready, int wanted, int seconds) {
    return of(
        "deadline",
        "Only %s of %s instances were ready within the deadline of %s s.",
        Long.toString(ready),
        Integer.toString(wanted),
        Integer.toString(seconds));
  }

  /// No instance took the place of one that was to be restarted.
  public static Failure notReplaced(InstanceId instance, int seconds) {
    return of(
        "notReplaced",
        "No other instance was ready within the deadline of %s s, so %s was left as it is.",
        Integer.toString(seconds),
        instance.value());
  }

  /// @param instances that are still there
  public static Failure notEnded(String instances) {
    return of("notEnded", "Not ended in time: %s. The engine goes on trying to end it.", instances);
  }

  /// @param why the sentence of the failure that made going back necessary
  public static Failure returnFailed(Revision revision, String why) {
    return of(
        "returnFailed",
        "Going back to revision %s did not succeed in time. What made it necessary: %s",
        revision.toString(),
        why);
  }

  /// @param step of an operation on several versions
  public static Failure partFailed(String step, String why) {
    return of("partFailed", "%s: %s", step, why);
  }

  private static Failure of(String code, String sentence, String... arguments) {
    return new Failure(code, sentence.formatted((Object[]) arguments), List.of(arguments));
  }
}
