package dev.sluice.gateway.framing;

/// In what servers depart from the letter of HTTP when they read a request. Every one was found in
/// a server in use, and each pair of servers that differ in one is open to request smuggling.
enum Quirk {
  /// A line may end in LF alone.
  BARE_LF,

  /// A line that begins with a blank belongs to the one before.
  FOLDING,

  /// Blanks and control characters around a name don't count.
  LOOSE_NAMES,

  /// Whatever has "chunked" in it is chunked.
  LOOSE_CODING,

  /// `Content-Length` counts even beside a coding.
  LENGTH_FIRST,

  /// The last `Content-Length` counts, not the first.
  LAST_LENGTH,

  /// A number ends where its digits end.
  LOOSE_NUMBERS,

  /// Any two bytes may end a chunk.
  LOOSE_CHUNK_ENDS
}
