package dev.sluice.wire;

import dev.sluice.domain.service.InvalidValueException;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.service.Violation;
import dev.sluice.domain.service.Violations;
import dev.sluice.domain.traffic.Percent;
import dev.sluice.domain.traffic.RouteRule;
import dev.sluice.domain.traffic.TrafficPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads a traffic policy out of a request: `{mode?, percent, sticky?}` or `{mode, rules,
/// default}`.
final class TrafficReader {
  private static final String PERCENT = "PERCENT";

  private TrafficReader() {}

  /// @throws InvalidValueException when it can be read but breaks its rules
  static TrafficPolicy read(Fields fields) {
    String mode = fields.text("mode").orElse(PERCENT);
    return switch (mode) {
      case PERCENT -> byPercent(fields);
      case "URL_PARAMETER" -> byRules(fields, TrafficPolicy.Key.URL_PARAMETER);
      case "HEADER" -> byRules(fields, TrafficPolicy.Key.HEADER);
      default -> {
        fields.refuse(
            Violations.notOneOf(
                fields.at("mode"), mode, List.of(PERCENT, "URL_PARAMETER", "HEADER")));
        yield TrafficPolicy.ByPercent.OFF;
      }
    };
  }

  private static TrafficPolicy byPercent(Fields fields) {
    var shares = new TreeMap<VersionName, Percent>();
    fields
        .object("percent")
        .ifPresentOrElse(
            percent -> shares(percent, shares),
            () -> fields.refuse(Violations.required(fields.at("percent"))));
    boolean sticky = fields.flag("sticky").orElse(false);
    return fields.nothingRefused()
        ? new TrafficPolicy.ByPercent(shares, sticky)
        : TrafficPolicy.ByPercent.OFF;
  }

  private static void shares(Fields percent, Map<VersionName, Percent> shares) {
    for (String name : percent.names()) {
      if (!percent.has(name)) {
        // Not taken for 0: nobody takes a service off the air by leaving a value out.
        percent.refuse(Violations.required(percent.at(name)));
      }
      var share = percent.integer(name);
      var version = VersionName.parse(name);
      if (version.isEmpty()) {
        percent.refuse(Violations.unknownVersion(percent.at(name), name));
      }
      if (share.isPresent() && (share.get() < 0 || share.get() > 100)) {
        throw new InvalidValueException(
            Violations.percent(percent.at(name), Integer.toString(share.get())));
      }
      if (share.isPresent() && version.isPresent()) {
        shares.put(version.get(), new Percent(share.get()));
      }
    }
  }

  private static TrafficPolicy byRules(Fields fields, TrafficPolicy.Key key) {
    var notAllowed = new ArrayList<Violation>();
    fields.require("rules");
    var rules = fields.objects("rules", rule -> rule(rule, notAllowed)).orElse(List.of());
    var fallback = version(fields, "default");
    if (!notAllowed.isEmpty()) {
      throw new InvalidValueException(notAllowed);
    }
    return fields.nothingRefused() && fallback.isPresent()
        ? new TrafficPolicy.ByRules(key, rules, fallback.get())
        : TrafficPolicy.ByPercent.OFF;
  }

  private static @Nullable RouteRule rule(Fields fields, List<Violation> notAllowed) {
    fields.require("priority");
    var priority = fields.integer("priority");
    String key = fields.requiredText("key");
    fields.require("value");
    var value = fields.text("value");
    var version = version(fields, "version");
    if (priority.isEmpty() || value.isEmpty() || version.isEmpty()) {
      return null;
    }
    try {
      return new RouteRule(priority.get(), key, value.get(), version.get());
    } catch (InvalidValueException e) {
      e.violations().forEach(violation -> notAllowed.add(at(fields, violation)));
      return null;
    }
  }

  private static Violation at(Fields fields, Violation violation) {
    return new Violation(
        fields.at(violation.field()),
        violation.code(),
        violation.arguments(),
        violation.message(),
        violation.rule());
  }

  private static Optional<VersionName> version(Fields fields, String field) {
    String name = fields.requiredText(field);
    var version = VersionName.parse(name);
    if (version.isEmpty() && !name.isEmpty()) {
      fields.refuse(Violations.unknownVersion(fields.at(field), name));
    }
    return version;
  }
}
