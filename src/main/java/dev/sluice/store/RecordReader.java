package dev.sluice.store;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads records from the tokens of a JSON text, field by field into their constructors. A starting
/// engine reads ten thousand before anything is compiled, which a general library takes three times
/// as long for (decision 0010).
///
/// Fields that are not known are passed over. One that is missing or null is empty, 0 or false.
final class RecordReader {
  /// Names a record among those of its sealed type; always the first field.
  static final String KIND = "is";

  private final Map<Type, Value> values = new ConcurrentHashMap<>();
  private final Map<Class<?>, Map<String, Class<?>>> kinds;

  /// Reads one value, whose first token is the parser's present one, and leaves the parser at its
  /// last.
  interface Value {
    Object read(JsonParser in);
  }

  /// @param kinds by sealed type, the records it can be and their names
  /// @param given how types are read that are no records, or are not read as such
  RecordReader(Map<Class<?>, Map<String, Class<?>>> kinds, Map<Class<?>, Value> given) {
    this.kinds = kinds;
    values.put(String.class, JsonParser::getString);
    values.put(int.class, JsonParser::getIntValue);
    values.put(long.class, JsonParser::getLongValue);
    values.put(boolean.class, JsonParser::getBooleanValue);
    values.put(BigDecimal.class, JsonParser::getDecimalValue);
    values.putAll(given);
  }

  /// A value that is a text.
  static Value text(Function<String, ?> read) {
    return in -> read.apply(in.getString());
  }

  /// The whole of `in`.
  <T> T read(JsonParser in, Class<T> type) {
    in.nextToken();
    return type.cast(value(type).read(in));
  }

  private Value value(Type type) {
    var known = values.get(type);
    if (known == null) {
      known = type instanceof ParameterizedType of ? generic(of) : plain((Class<?>) type);
      values.put(type, known);
    }
    return known;
  }

  private Value generic(ParameterizedType type) {
    var arguments = type.getActualTypeArguments();
    var last = value(arguments[arguments.length - 1]);
    if (type.getRawType() == Optional.class) {
      return in -> Optional.of(last.read(in));
    }
    if (type.getRawType() == List.class) {
      return in -> elements(in, last);
    }
    if (type.getRawType() == Set.class) {
      return in -> new LinkedHashSet<>(elements(in, last));
    }
    if (type.getRawType() == SortedMap.class) {
      var key = value(arguments[0]);
      return in -> entries(in, key, last);
    }
    throw new IllegalArgumentException("cannot read " + type);
  }

  private static List<Object> elements(JsonParser in, Value element) {
    require(in, JsonToken.START_ARRAY);
    var list = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      list.add(element.read(in));
    }
    return list;
  }

  private static SortedMap<Object, Object> entries(JsonParser in, Value key, Value value) {
    require(in, JsonToken.START_OBJECT);
    var map = new TreeMap<>();
    while (in.nextToken() != JsonToken.END_OBJECT) {
      var name = key.read(in);
      in.nextToken();
      map.put(name, value.read(in));
    }
    return map;
  }

  private Value plain(Class<?> type) {
    if (type.isEnum()) {
      var constants = new HashMap<String, Object>();
      for (var constant : type.getEnumConstants()) {
        constants.put(((Enum<?>) constant).name(), constant);
      }
      return in -> found(constants, in.getString());
    }
    if (type.isRecord()) {
      return new OfRecord(type);
    }
    return new OfKind(kinds.getOrDefault(type, Map.of()));
  }

  private static <T> T found(Map<String, T> names, String name) {
    var value = names.get(name);
    if (value == null) {
      throw new IllegalArgumentException("an unknown name");
    }
    return value;
  }

  private static void require(JsonParser in, JsonToken token) {
    if (in.currentToken() != token) {
      throw new IllegalArgumentException("not what was expected");
    }
  }

  private final class OfKind implements Value {
    private final Map<String, OfRecord> records = new HashMap<>();

    OfKind(Map<String, Class<?>> kinds) {
      kinds.forEach((name, type) -> records.put(name, new OfRecord(type)));
    }

    @Override
    public Object read(JsonParser in) {
      require(in, JsonToken.START_OBJECT);
      if (!KIND.equals(in.nextName())) {
        throw new IllegalArgumentException("no kind is named");
      }
      in.nextToken();
      return found(records, in.getString()).readFields(in);
    }
  }

  private final class OfRecord implements Value {
    private final Constructor<?> constructor;
    private final Map<String, Integer> places = new HashMap<>();
    private final Value[] fields;
    private final @Nullable Object[] absent;

    OfRecord(Class<?> type) {
      var components = type.getRecordComponents();
      fields = new Value[components.length];
      absent = new Object[components.length];
      for (int i = 0; i < components.length; i++) {
        places.put(components[i].getName(), i);
        fields[i] = value(components[i].getGenericType());
        absent[i] = absent(components[i].getType());
      }
      try {
        constructor =
            type.getDeclaredConstructor(
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        constructor.setAccessible(true);
      } catch (NoSuchMethodException e) {
        throw new IllegalStateException("every record has it", e);
      }
    }

    private static @Nullable Object absent(Class<?> type) {
      if (type == int.class) {
        return 0;
      }
      if (type == long.class) {
        return 0L;
      }
      if (type == boolean.class) {
        return false;
      }
      return type == Optional.class ? Optional.empty() : null;
    }

    @Override
    public Object read(JsonParser in) {
      require(in, JsonToken.START_OBJECT);
      return readFields(in);
    }

    Object readFields(JsonParser in) {
      var arguments = absent.clone();
      for (var name = in.nextName(); name != null; name = in.nextName()) {
        var token = in.nextToken();
        var place = places.get(name);
        if (place == null) {
          in.skipChildren();
        } else if (token != JsonToken.VALUE_NULL) {
          arguments[place] = fields[place].read(in);
        }
      }
      require(in, JsonToken.END_OBJECT);
      try {
        return constructor.newInstance(arguments);
      } catch (InvocationTargetException e) {
        throw new IllegalArgumentException("a record refuses its fields", e.getCause());
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("a record can be made", e);
      }
    }
  }
}
