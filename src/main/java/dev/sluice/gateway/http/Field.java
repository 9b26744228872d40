package dev.sluice.gateway.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The header fields that a proxy deals with itself; every other one is just passed on.
enum Field {
  AUTHORIZATION(Kind.DECIDING),
  CONNECTION(Kind.HOP_BY_HOP),
  CONTENT_ENCODING(Kind.DECIDING),
  CONTENT_LENGTH(Kind.DECIDING),
  CONTENT_TYPE(Kind.DECIDING),
  COOKIE(Kind.DECIDING),
  EXPECT(Kind.DECIDING),
  FORWARDED(Kind.DECIDING),
  HOST(Kind.DECIDING),
  KEEP_ALIVE(Kind.HOP_BY_HOP),
  PROXY_AUTHENTICATE(Kind.HOP_BY_HOP),
  PROXY_AUTHORIZATION(Kind.HOP_BY_HOP),
  PROXY_CONNECTION(Kind.HOP_BY_HOP),
  SET_COOKIE(Kind.DECIDING),
  TE(Kind.HOP_BY_HOP),
  TRAILER(Kind.DECIDING),
  TRANSFER_ENCODING(Kind.HOP_BY_HOP),
  UPGRADE(Kind.HOP_BY_HOP),
  X_FORWARDED_ANY(Kind.DECIDING),
  X_REAL_IP(Kind.DECIDING),
  X_SLUICE_REASON(Kind.DECIDING),
  X_SLUICE_REVISION(Kind.DECIDING),
  X_SLUICE_VERSION(Kind.DECIDING),
  OTHER(Kind.PASSED);

  private enum Kind {
    PASSED,

    /// Decides framing, routing or trust and so must not come after the body, where one side may
    /// heed it and the other not (RFC 9110, section 6.5.1).
    DECIDING,

    /// Concerns one connection and not the message (RFC 9110, section 7.6.1).
    HOP_BY_HOP
  }

  private static final String X_FORWARDED = "x-forwarded-";
  private static final Field[][] BY_LENGTH = byLength();

  private final Kind kind;
  private final String lowerCase;

  Field(Kind kind) {
    this.kind = kind;
    this.lowerCase = name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Field[][] byLength() {
    var lists = new ArrayList<List<Field>>();
    for (var field : values()) {
      while (lists.size() <= field.lowerCase.length()) {
        lists.add(new ArrayList<>());
      }
      if (field != OTHER && field != X_FORWARDED_ANY) {
        lists.get(field.lowerCase.length()).add(field);
      }
    }
    return lists.stream().map(list -> list.toArray(Field[]::new)).toArray(Field[][]::new);
  }

  /// The field with the name that stands, in any case, at these places of `bytes`.
  static Field named(byte[] bytes, int from, int to) {
    int length = to - from;
    if (length < BY_LENGTH.length) {
      for (var field : BY_LENGTH[length]) {
        if (Ascii.equalsLowerCase(bytes, from, to, field.lowerCase)) {
          return field;
        }
      }
    }
    boolean forwarded =
        length >= X_FORWARDED.length()
            && Ascii.equalsLowerCase(bytes, from, from + X_FORWARDED.length(), X_FORWARDED);
    return forwarded ? X_FORWARDED_ANY : OTHER;
  }

  boolean hopByHop() {
    return kind == Kind.HOP_BY_HOP;
  }

  boolean allowedInTrailers() {
    return kind == Kind.PASSED;
  }
}
