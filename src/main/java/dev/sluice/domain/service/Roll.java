package dev.sluice.domain.service;

/// How instances are replaced (R37).
///
/// @param batch how many at a time
/// @param surge true: a new one is ready before an old one leaves; false: an old one leaves first
/// @param minHealthySeconds how long a new instance has to stay ready before it counts
/// @param deadlineSeconds the longest the whole operation may take; then it is undone
public record Roll(int batch, boolean surge, int minHealthySeconds, int deadlineSeconds) {
  public static final Roll DEFAULT = new Roll(1, true, 0, 300);
}
