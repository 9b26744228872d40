package dev.sluice.gateway.http;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// The head of a message, or its trailers, as it arrived: its bytes, and where in them each header
/// field stands. Nothing is copied out of it but what somebody asks for.
///
/// Checked by the [HeadReader] that fills it: every line ends in CRLF, every name is a token
/// directly followed by its colon, no value holds a control character.
final class Head {
  private static final int NAME = 0;
  private static final int NAME_END = 1;
  private static final int VALUE = 2;
  private static final int VALUE_END = 3;
  private static final int MARKS = 4;

  private byte[] bytes = new byte[512];
  private int length;
  private int startLine;
  private int startLineEnd;
  private int count;
  private int[] marks = new int[16 * MARKS];
  private Field[] fields = new Field[16];
  private int fieldsEnd;

  // Filled by the reader.

  void clear() {
    length = 0;
    startLine = 0;
    startLineEnd = 0;
    count = 0;
    fieldsEnd = 0;
  }

  /// Appends up to `limit` bytes of `in` without taking them from it.
  ///
  /// @return how many
  int peek(ByteBuf in, int limit) {
    int more = Math.min(in.readableBytes(), limit);
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
    }
    in.getBytes(in.readerIndex(), bytes, length, more);
    length += more;
    return more;
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  void startLine(int from, int to) {
    startLine = from;
    startLineEnd = to;
  }

  void add(int name, int nameEnd, int value, int valueEnd) {
    if (count == fields.length) {
      fields = Arrays.copyOf(fields, 2 * count);
      marks = Arrays.copyOf(marks, 2 * MARKS * count);
    }
    int at = count * MARKS;
    marks[at + NAME] = name;
    marks[at + NAME_END] = nameEnd;
    marks[at + VALUE] = value;
    marks[at + VALUE_END] = valueEnd;
    fields[count++] = Field.named(bytes, name, nameEnd);
  }

  /// @param end where the last field's line ends
  void end(int end) {
    fieldsEnd = end;
  }

  // Asked by everybody else.

  int startLine() {
    return startLine;
  }

  int startLineEnd() {
    return startLineEnd;
  }

  /// How many header fields there are.
  int count() {
    return count;
  }

  Field field(int index) {
    return fields[index];
  }

  String name(int index) {
    return text(marks[index * MARKS + NAME], marks[index * MARKS + NAME_END]);
  }

  /// Without the blanks around it.
  String value(int index) {
    return text(value(index, VALUE), value(index, VALUE_END));
  }

  boolean nameIs(int index, String lowerCase) {
    return Ascii.equalsLowerCase(bytes, value(index, NAME), value(index, NAME_END), lowerCase);
  }

  boolean valueIs(int index, String lowerCase) {
    return Ascii.equalsLowerCase(bytes, value(index, VALUE), value(index, VALUE_END), lowerCase);
  }

  int valueStart(int index) {
    return value(index, VALUE);
  }

  int valueEnd(int index) {
    return value(index, VALUE_END);
  }

  private int value(int index, int mark) {
    return marks[index * MARKS + mark];
  }

  /// The place of the first such field; -1 when there is none.
  int find(Field field) {
    return find(field, 0);
  }

  /// As above, from a place on.
  int find(Field field, int from) {
    for (int i = from; i < count; i++) {
      if (fields[i] == field) {
        return i;
      }
    }
    return -1;
  }

  boolean has(Field field) {
    return find(field) >= 0;
  }

  /// All values of a field, in the order sent.
  ///
  /// @param name in any case
  List<String> values(String name) {
    var lowerCase = name.toLowerCase(Locale.ROOT);
    var values = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      if (nameIs(i, lowerCase)) {
        values.add(value(i));
      }
    }
    return values;
  }

  String text(int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }

  /// Writes the lines of the fields that `passed` lets through, each as it came.
  void writeFields(Passed passed, ByteBuf out) {
    int from = -1; // of the lines that go together
    for (int i = 0; i < count; i++) {
      boolean goes = passed.passes(this, i);
      int line = value(i, NAME);
      if (goes && from < 0) {
        from = line;
      } else if (!goes && from >= 0) {
        out.writeBytes(bytes, from, line - from);
        from = -1;
      }
    }
    if (from >= 0) {
      out.writeBytes(bytes, from, fieldsEnd - from);
    }
  }

  /// Says which fields go on to the other side.
  @FunctionalInterface
  interface Passed {
    boolean passes(Head head, int index);
  }
}
