package dev.sluice.domain.traffic;

import dev.sluice.domain.service.InvalidValueException;
import dev.sluice.domain.service.Violations;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// A pattern for a whole value, case-sensitive (R29): `*` is any run of characters, `?` one
/// character, `[abc]` one of those, with ranges (`[a-z]`) and, after a leading `!`, any other than
/// those. Every other character stands for itself; `[*]` is a literal asterisk.
///
/// Matching takes no memory and at most pattern × value steps. Immutable.
public final class Glob {
  /// Limits the work that one request can cause.
  public static final int LONGEST = 200;

  private final String text;
  private final List<Element> elements;

  private Glob(String text, List<Element> elements) {
    this.text = text;
    this.elements = List.copyOf(elements);
  }

  /// One part of a pattern.
  sealed interface Element {}

  record Literal(int character) implements Element {}

  record AnyOne() implements Element {}

  record AnyRun() implements Element {}

  record OneOf(BitSet members, boolean negated) implements Element {}

  /// In their order.
  List<Element> elements() {
    return elements;
  }

  /// @param field that holds the pattern, for the refusal
  /// @throws InvalidValueException when `text` is too long or has a `[` without its `]`
  public static Glob parse(String field, String text) {
    if (text.length() > LONGEST) {
      throw new InvalidValueException(Violations.tooLong(field, LONGEST));
    }
    var elements = new ArrayList<Element>();
    int[] characters = text.codePoints().toArray();
    int at = 0;
    while (at < characters.length) {
      switch (characters[at]) {
        case '*' -> {
          if (elements.isEmpty() || !(elements.getLast() instanceof AnyRun)) {
            elements.add(new AnyRun());
          }
          at++;
        }
        case '?' -> {
          elements.add(new AnyOne());
          at++;
        }
        case '[' -> {
          int end = end(characters, at);
          if (end < 0) {
            throw new InvalidValueException(Violations.globClass(field, text));
          }
          elements.add(oneOf(characters, at + 1, end));
          at = end + 1;
        }
        default -> {
          elements.add(new Literal(characters[at]));
          at++;
        }
      }
    }
    return new Glob(text, elements);
  }

  /// Where the class that begins at `start` ends: a `]` right at its beginning is a member of it.
  private static int end(int[] characters, int start) {
    int at = start + 1;
    if (at < characters.length && characters[at] == '!') {
      at++;
    }
    for (at++; at < characters.length; at++) {
      if (characters[at] == ']') {
        return at;
      }
    }
    return -1;
  }

  private static OneOf oneOf(int[] characters, int from, int end) {
    boolean negated = characters[from] == '!';
    var members = new BitSet();
    int at = negated ? from + 1 : from;
    while (at < end) {
      boolean range = at + 2 < end && characters[at + 1] == '-';
      int last = range ? characters[at + 2] : characters[at];
      if (last >= characters[at]) {
        members.set(characters[at], last + 1);
      }
      at += range ? 3 : 1;
    }
    return new OneOf(members, negated);
  }

  /// Whether all of `value` fits.
  public boolean matches(String value) {
    int element = 0;
    int at = 0;
    int run = -1;
    int runAt = 0;
    while (at < value.length()) {
      if (element < elements.size() && elements.get(element) instanceof AnyRun) {
        run = element++;
        runAt = at;
      } else if (element < elements.size() && fits(elements.get(element), value.codePointAt(at))) {
        element++;
        at = next(value, at);
      } else if (run >= 0) {
        // The last run takes one character more.
        runAt = next(value, runAt);
        at = runAt;
        element = run + 1;
      } else {
        return false;
      }
    }
    while (element < elements.size() && elements.get(element) instanceof AnyRun) {
      element++;
    }
    return element == elements.size();
  }

  private static int next(String value, int at) {
    return at + Character.charCount(value.codePointAt(at));
  }

  static boolean fits(Element element, int character) {
    return switch (element) {
      case Literal literal -> literal.character() == character;
      case OneOf oneOf -> oneOf.members().get(character) != oneOf.negated();
      case AnyOne _, AnyRun _ -> true;
    };
  }

  /// As it was written.
  @Override
  public String toString() {
    return text;
  }
}
