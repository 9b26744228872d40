package dev.sluice.input;

import dev.sluice.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Makes bad requests out of good ones: one place of a JSON text is changed, so that it is known
/// which field an answer has to name.
final class Mutations {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /// Stand in a text for what is written without quotes, or for a name that is there already.
  private static final String RAW = "@raw@";

  private static final String TWICE = "@twice@";

  /// Matches no surrogate of a pair.
  private static final Pattern HALF = Pattern.compile("[\\ud800-\\udfff]");

  private final SplittableRandom random;

  Mutations(SplittableRandom random) {
    this.random = random;
  }

  /// What may be said to the changed text.
  enum Demand {
    /// anything, as long as it is a proper answer
    PROPER,
    /// it is wrong whatever else holds
    REFUSED,
    /// as REFUSED, and the changed place, or what it stands in, is named
    NAMED
  }

  /// @param place path of the changed field, in the spelling of the API; empty for the whole text
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Mutated(byte[] body, String place, Demand demand) {}

  /// One value in a text, with what can be done to it.
  private record Site(String place, JsonNode value, Consumer<JsonNode> replace, Runnable remove) {}

  Mutated mutate(String good) {
    return switch (random.nextInt(10)) {
      case 0 -> broken(good);
      case 1 -> unknownField(good);
      case 2 -> twice(good);
      case 3 -> raw(good);
      case 4 -> change(good, Demand.PROPER, site -> site.remove().run());
      case 5 -> change(good, Demand.PROPER, site -> site.replace().accept(NODES.nullNode()));
      case 6 -> change(good, Demand.PROPER, this::manyElements);
      case 7 -> change(good, Demand.NAMED, site -> site.replace().accept(ofAnotherKind(site)));
      default -> change(good, Demand.PROPER, site -> site.replace().accept(strange(site)));
    };
  }

  private Mutated change(String good, Demand demand, Consumer<Site> change) {
    var tree = Json.mapper().readTree(good);
    var sites = sites(tree);
    if (sites.isEmpty()) {
      return unknownField(good);
    }
    var site = sites.get(random.nextInt(sites.size()));
    change.accept(site);
    return new Mutated(bytes(tree), site.place(), demand);
  }

  private Mutated unknownField(String good) {
    var tree = Json.mapper().readTree(good);
    var objects = new ArrayList<Site>();
    objects.add(new Site("", tree, _ -> {}, () -> {}));
    sites(tree).stream()
        .filter(site -> site.value().isObject())
        .filter(site -> !site.place().endsWith("headers"))
        .forEach(objects::add);
    var site = objects.get(random.nextInt(objects.size()));
    String name = "un" + Values.text(random);
    ((ObjectNode) site.value()).set(name, NODES.numberNode(1));
    // A name with half a character in it cannot be written into an answer.
    var demand = HALF.matcher(name).find() ? Demand.REFUSED : Demand.NAMED;
    return new Mutated(bytes(tree), site.place(), demand);
  }

  private Mutated twice(String good) {
    var tree = Json.mapper().readTree(good);
    var names = List.copyOf(tree.propertyNames());
    if (names.isEmpty()) {
      return broken(good);
    }
    String name = names.get(random.nextInt(names.size()));
    ((ObjectNode) tree).set(TWICE, tree.get(name));
    return new Mutated(utf8(tree.toString().replace(TWICE, name)), "", Demand.REFUSED);
  }

  /// What other readers of JSON let through.
  private Mutated raw(String good) {
    String text = Values.NO_JSON.get(random.nextInt(Values.NO_JSON.size()));
    var changed =
        change(good, Demand.REFUSED, site -> site.replace().accept(NODES.stringNode(RAW)));
    String body = new String(changed.body(), StandardCharsets.UTF_8);
    return new Mutated(utf8(body.replace("\"" + RAW + "\"", text)), "", changed.demand());
  }

  private void manyElements(Site site) {
    if (site.value() instanceof ArrayNode array) {
      var element = array.isEmpty() ? strangeText() : array.get(0);
      // Above the limit of any list, and below that of a body, which is another test's.
      int copies = Math.min(1_100, 500_000 / element.toString().length());
      for (int i = 0; i < copies; i++) {
        array.add(element);
      }
    } else {
      site.replace().accept(strange(site));
    }
  }

  /// No JSON at all, or not quite.
  private Mutated broken(String good) {
    byte[] body = utf8(good);
    return switch (random.nextInt(4)) {
      case 0 -> new Mutated(utf8("[".repeat(100_000)), "", Demand.REFUSED);
      case 1 -> {
        byte[] cut = Arrays.copyOf(body, random.nextInt(body.length));
        yield new Mutated(cut, "", Demand.PROPER);
      }
      case 2 -> new Mutated(utf8(good + good), "", Demand.REFUSED);
      default -> {
        for (int i = 0; i < 3; i++) {
          body[random.nextInt(body.length)] = (byte) random.nextInt(256);
        }
        yield new Mutated(body, "", Demand.PROPER);
      }
    };
  }

  private JsonNode strange(Site site) {
    var value = site.value();
    if (value.isString()) {
      return strangeText();
    }
    if (value.isNumber()) {
      return Values.number(random);
    }
    return value.isBoolean() ? NODES.booleanNode(random.nextBoolean()) : anything(3);
  }

  private JsonNode strangeText() {
    return NODES.stringNode(Values.text(random));
  }

  private JsonNode ofAnotherKind(Site site) {
    List<Supplier<JsonNode>> kinds =
        List.of(
            this::strangeText,
            () -> NODES.numberNode(random.nextInt()),
            () -> NODES.booleanNode(true),
            () -> NODES.objectNode().put("a", 1),
            () -> NODES.arrayNode().add(true));
    while (true) {
      var other = kinds.get(random.nextInt(kinds.size())).get();
      if (other.getNodeType() != site.value().getNodeType()) {
        return other;
      }
    }
  }

  private JsonNode anything(int depth) {
    if (depth == 0 || random.nextInt(3) == 0) {
      return random.nextBoolean() ? strangeText() : Values.number(random);
    }
    if (random.nextBoolean()) {
      var array = NODES.arrayNode();
      for (int i = random.nextInt(4); i > 0; i--) {
        array.add(anything(depth - 1));
      }
      return array;
    }
    var object = NODES.objectNode();
    for (int i = random.nextInt(4); i > 0; i--) {
      object.set(Values.text(random), anything(depth - 1));
    }
    return object;
  }

  private static List<Site> sites(JsonNode tree) {
    var sites = new ArrayList<Site>();
    collect(tree, "", sites);
    return sites;
  }

  private static void collect(JsonNode node, String path, List<Site> sites) {
    if (node instanceof ObjectNode object) {
      for (String name : List.copyOf(object.propertyNames())) {
        String place = path.isEmpty() ? name : path + "." + name;
        var value = object.get(name);
        sites.add(
            new Site(place, value, other -> object.set(name, other), () -> object.remove(name)));
        collect(value, place, sites);
      }
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        int index = i;
        String place = path + "[" + i + "]";
        sites.add(
            new Site(
                place, array.get(i), other -> array.set(index, other), () -> array.remove(index)));
        collect(array.get(i), place, sites);
      }
    }
  }

  private static byte[] bytes(JsonNode tree) {
    return utf8(tree.toString());
  }

  /// Halves of characters, which UTF-8 has no bytes for, as JSON writes them.
  private static byte[] utf8(String text) {
    return HALF.matcher(text)
        .replaceAll(half -> "\\\\u%04x".formatted((int) half.group().charAt(0)))
        .getBytes(StandardCharsets.UTF_8);
  }
}
