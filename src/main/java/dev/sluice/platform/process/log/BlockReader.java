package dev.sluice.platform.process.log;

import dev.sluice.engine.port.LogReader;
import dev.sluice.platform.process.log.TimedLog.Block;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds lines in blocks of bytes. Every block is asked for by its position, so that it does not
/// matter when the files are renamed and cut in between. Where the log has a hole, or begins
/// because older parts were dropped, a line begins too.
final class BlockReader implements LogReader {
  /// A line is shown, not kept for ever.
  private static final int LONGEST_SHOWN = 16_384;

  /// How far the beginning or the end of a line is looked for; a longer line counts as several.
  private static final int LONGEST_LINE = 1 << 20;

  private final TimedLog log;
  private final long end;
  private Block block = Block.NONE;
  private @Nullable TimesWindow times;

  BlockReader(TimedLog log, long end) {
    this.log = log;
    this.end = end;
  }

  @Override
  public long end() {
    return end;
  }

  @Override
  public Optional<Line> before(long position) {
    try {
      long behind = log.keptBefore(Math.min(position, end));
      if (behind <= 0 || !backward(behind - 1)) {
        return Optional.empty();
      }
      boolean whole = block.at(behind - 1) == '\n';
      long start = startOfLine(whole ? behind - 1 : behind);
      return Optional.of(line(start, behind, whole));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long startOfLine(long behind) throws IOException {
    long farthest = behind - LONGEST_LINE;
    long at = behind;
    while (at > farthest && backward(at - 1) && block.at(at - 1) != '\n') {
      at--;
    }
    return at;
  }

  @Override
  public Optional<Line> after(long position) {
    try {
      long start = position >= end ? -1 : log.keptFrom(position);
      if (start < 0 || start >= end) {
        return Optional.empty();
      }
      long farthest = Math.min(end, start + LONGEST_LINE);
      long at = start;
      while (at < farthest && forward(at)) {
        at++;
        if (block.at(at - 1) == '\n') {
          return Optional.of(line(start, at, true));
        }
      }
      // At a hole, or very long: there will be no more of it.
      return at > start ? Optional.of(line(start, at, at < end)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Line line(long start, long behind, boolean whole) throws IOException {
    var text = new byte[(int) Math.min(behind - start, LONGEST_SHOWN)];
    int length = 0;
    while (length < text.length && forward(start + length)) {
      text[length] = block.at(start + length);
      length++;
    }
    var when = times(behind).of(behind);
    return new Line(start, behind, whole, when.earliest(), when.latest(), text(text, length));
  }

  private static String text(byte[] line, int length) {
    int shown = length;
    if (shown > 0 && line[shown - 1] == '\n') {
      shown--;
    }
    if (shown > 0 && line[shown - 1] == '\r') {
      shown--;
    }
    return new String(line, 0, shown, StandardCharsets.UTF_8);
  }

  private TimesWindow times(long behind) throws IOException {
    var known = times;
    if (known == null || !known.holds(behind)) {
      known = log.times(behind);
      times = known;
    }
    return known;
  }

  @Override
  public long writtenBefore(Instant moment) {
    try {
      long reached = Math.min(end, log.writtenBefore(moment, end));
      if (reached <= 0 || !backward(reached - 1) || block.at(reached - 1) == '\n') {
        return reached;
      }
      // In the middle of a line, whose end was written later.
      return startOfLine(reached);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Whether `block` now has the byte at `position`, with those before it.
  private boolean backward(long position) throws IOException {
    if (!block.holds(position)) {
      block = log.blockBefore(position + 1);
    }
    return block.holds(position);
  }

  /// Whether `block` now has the byte at `position`, with those after it.
  private boolean forward(long position) throws IOException {
    if (!block.holds(position)) {
      block = log.blockFrom(position);
    }
    return block.holds(position);
  }
}
