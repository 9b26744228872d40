package dev.sluice.platform.process.artifact;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Ends the reading of a tar's entry head that is larger than any honest one. The library takes the
/// long names and attributes in it into memory whole, whatever their size.
final class MeteredStream extends FilterInputStream {
  private static final long LARGEST_HEAD = 1 << 20;

  private long left = Long.MAX_VALUE;

  MeteredStream(InputStream in) {
    super(in);
  }

  /// Said by the stream itself; a sentence for the reader is made of it where it is caught.
  static final class HeadTooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    HeadTooLargeException() {
      super("The archive has an entry with a name or attributes of more than 1 MiB.");
    }
  }

  /// From here on an entry's head is read.
  void headBegins() {
    left = LARGEST_HEAD;
  }

  /// From here on an entry's content is read.
  void headEnds() {
    left = Long.MAX_VALUE;
  }

  @Override
  public int read() throws IOException {
    int next = super.read();
    count(next < 0 ? 0 : 1);
    return next;
  }

  @Override
  public int read(byte[] block, int offset, int length) throws IOException {
    int read = super.read(block, offset, length);
    count(Math.max(0, read));
    return read;
  }

  @Override
  public long skip(long wanted) throws IOException {
    long skipped = super.skip(wanted);
    count(skipped);
    return skipped;
  }

  private void count(long bytes) throws HeadTooLargeException {
    left -= bytes;
    if (left < 0) {
      throw new HeadTooLargeException();
    }
  }
}
