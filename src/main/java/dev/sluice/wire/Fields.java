package dev.sluice.wire;

import dev.sluice.domain.service.Violation;
import dev.sluice.domain.service.Violations;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One object of a request while it is read: every field by its name and kind, everything wrong
/// collected instead of thrown, so that one answer names all of it. What nobody asked for is an
/// unknown field.
final class Fields {
  private final JsonNode node;
  private final String path;
  private final List<Violation> found;
  private final Set<String> known = new HashSet<>();

  /// @param path of the object, empty for the whole body
  Fields(JsonNode node, String path, List<Violation> found) {
    this.node = node;
    this.path = path;
    this.found = found;
    if (!node.isObject()) {
      found.add(Violations.notA(path.isEmpty() ? "body" : path, "an object"));
    }
  }

  boolean has(String field) {
    known.add(field);
    return node.hasNonNull(field);
  }

  Optional<String> text(String field) {
    return value(field, JsonNode::isString, JsonNode::stringValue, "a text")
        .flatMap(text -> Optional.ofNullable(whole(text, at(field))));
  }

  /// JSON can spell half a character, which neither the store nor a process can be given.
  private @Nullable String whole(String text, String at) {
    boolean isWhole =
        text.codePoints()
            .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    if (!isWhole) {
      found.add(Violations.halfCharacter(at));
    }
    return isWhole ? text : null;
  }

  Optional<Boolean> flag(String field) {
    return value(field, JsonNode::isBoolean, JsonNode::booleanValue, "true or false");
  }

  Optional<BigDecimal> decimal(String field) {
    return value(field, Fields::isSmallNumber, JsonNode::decimalValue, "a number");
  }

  Optional<Integer> integer(String field) {
    return value(field, Fields::isInt, JsonNode::intValue, "a whole number");
  }

  Optional<Long> longInteger(String field) {
    return value(
        field,
        n -> n.isIntegralNumber() && n.canConvertToLong(),
        JsonNode::longValue,
        "a whole number");
  }

  <E extends Enum<E>> Optional<E> choice(String field, Class<E> type) {
    return text(field)
        .flatMap(
            name -> {
              for (var constant : type.getEnumConstants()) {
                if (constant.name().equals(name)) {
                  return Optional.of(constant);
                }
              }
              var names = new ArrayList<String>();
              for (var constant : type.getEnumConstants()) {
                names.add(constant.name());
              }
              found.add(Violations.notOneOf(at(field), name, names));
              return Optional.empty();
            });
  }

  Optional<Fields> object(String field) {
    return has(field)
        ? Optional.of(new Fields(node.get(field), at(field), found))
        : Optional.empty();
  }

  /// The elements of an array of texts.
  Optional<List<String>> texts(String field) {
    return array(
        field,
        (element, at) -> {
          if (element.isString()) {
            return whole(element.stringValue(), at);
          }
          found.add(Violations.notA(at, "a text"));
          return null;
        });
  }

  /// A text as a list of one, or the elements of an array of texts.
  List<String> textOrTexts(String field) {
    return has(field) && node.get(field).isString()
        ? text(field).stream().toList()
        : texts(field).orElse(List.of());
  }

  /// The elements of an array of objects.
  <T> Optional<List<T>> objects(String field, Function<Fields, @Nullable T> read) {
    return array(
        field,
        (element, at) -> {
          var fields = new Fields(element, at, found);
          T value = read.apply(fields);
          fields.end();
          return value;
        });
  }

  /// The entries of an object whose names are data, such as shares by version.
  Set<String> names() {
    var names = new TreeSet<String>();
    node.properties().forEach(entry -> names.add(entry.getKey()));
    return names;
  }

  void refuse(Violation violation) {
    found.add(violation);
  }

  /// Whether all of the request that was read so far is right.
  boolean nothingRefused() {
    return found.isEmpty();
  }

  /// The text of a field that must be there; empty, and refused, when it is not.
  String requiredText(String field) {
    require(field);
    return text(field).orElse("");
  }

  /// Refuses the object when the field is not there.
  void require(String field) {
    if (!has(field)) {
      found.add(Violations.required(at(field)));
    }
  }

  /// Path of a field of this object.
  String at(String field) {
    String shown = Violations.shown(field);
    return path.isEmpty() ? shown : path + "." + shown;
  }

  /// Everything was asked for; the rest is unknown.
  void end() {
    for (var entry : node.properties()) {
      if (!known.contains(entry.getKey())) {
        found.add(Violations.unknownField(at(entry.getKey())));
      }
    }
  }

  private interface Element<T> {
    @Nullable T read(JsonNode element, String at);
  }

  private <T> Optional<List<T>> array(String field, Element<T> read) {
    if (!has(field)) {
      return Optional.empty();
    }
    var array = node.get(field);
    if (!array.isArray()) {
      found.add(Violations.notA(at(field), "a list"));
      return Optional.empty();
    }
    var elements = new ArrayList<T>();
    for (int i = 0; i < array.size(); i++) {
      T element = read.read(array.get(i), String.format(Locale.ROOT, "%s[%d]", at(field), i));
      if (element != null) {
        elements.add(element);
      }
    }
    return Optional.of(elements);
  }

  private <T> Optional<T> value(
      String field, Predicate<JsonNode> fits, Function<JsonNode, T> convert, String expected) {
    if (!has(field)) {
      return Optional.empty();
    }
    var value = node.get(field);
    if (!fits.test(value)) {
      found.add(Violations.notA(at(field), expected));
      return Optional.empty();
    }
    return Optional.of(convert.apply(value));
  }

  private static boolean isInt(JsonNode node) {
    return node.isIntegralNumber() && node.canConvertToInt();
  }

  /// Not one like 1e999999999, which would take for ever to write out, and not one of hundreds of
  /// digits, which the reader keeps but cannot convert.
  private static boolean isSmallNumber(JsonNode node) {
    if (node.isIntegralNumber()) {
      return node.canConvertToLong();
    }
    return node.isNumber()
        && Double.isFinite(node.doubleValue())
        && Math.abs(node.decimalValue().scale()) < 20
        && node.decimalValue().precision() < 30;
  }
}
