package dev.sluice.platform.process.artifact;

/// What an archive may grow to, counted while it is unpacked and not believed from its headers.
///
/// @param entries files and directories
/// @param bytes unpacked
/// @param ratio of unpacked to packed bytes; text packs about 10 : 1, a bomb 1,000 : 1
record UnpackLimits(int entries, long bytes, long ratio) {
  static final UnpackLimits DEFAULT = new UnpackLimits(100_000, 8L << 30, 200);

  /// Small archives may pack as well as they like: what they unpack to harms nobody.
  private static final long HARMLESS = 16L << 20;

  long mostBytes(long packed) {
    return Math.min(bytes, Math.max(HARMLESS, packed * ratio));
  }
}
