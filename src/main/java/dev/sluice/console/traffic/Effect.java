package dev.sluice.console.traffic;

import dev.sluice.console.fx.Texts;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.TrafficPolicy;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What a change of traffic does, in the words of the button that does it.
final class Effect {
  private Effect() {}

  /// For example "Send 20 % to shop-002": what the versions get that get more. With more than two
  /// of them, the bars above the button say it better.
  static String text(Texts texts, ServiceName service, TrafficPolicy before, TrafficPolicy after) {
    if (after.equals(before)) {
      return texts.text("traffic.apply.nothing");
    }
    if (after.versions().isEmpty()) {
      return texts.text("traffic.apply.off", service);
    }
    if (after instanceof TrafficPolicy.ByRules byRules) {
      return texts.count("traffic.apply.rules", byRules.rules().size());
    }
    if (isSticky(after) != isSticky(before)
        && after.versions().stream().allMatch(v -> share(after, v) == share(before, v))) {
      return texts.text(isSticky(after) ? "traffic.apply.sticky" : "traffic.apply.unsticky");
    }
    var more = new TreeSet<VersionName>(after.versions());
    more.removeIf(version -> after.shareOf(version).value() <= before.shareOf(version).value());
    return switch (more.size()) {
      case 1 -> texts.text("traffic.apply.one", share(after, more.first()), more.first());
      case 2 ->
          texts.text(
              "traffic.apply.two",
              share(after, more.first()),
              more.first(),
              share(after, more.last()),
              more.last());
      default -> texts.text("traffic.apply.many", more.size());
    };
  }

  /// For example "shop-001 80 %, shop-002 20 %".
  static String inWords(Texts texts, TrafficPolicy policy) {
    if (policy instanceof TrafficPolicy.ByRules byRules) {
      return texts.text("traffic.rules.long", byRules.rules().size(), byRules.fallback());
    }
    return policy.versions().isEmpty()
        ? texts.text("traffic.off.long")
        : policy.versions().stream()
                .map(version -> version + " " + share(policy, version) + " %")
                .collect(Collectors.joining(", "))
            + (isSticky(policy) ? texts.text("traffic.sticky.words") : "");
  }

  private static boolean isSticky(TrafficPolicy policy) {
    return policy instanceof TrafficPolicy.ByPercent byPercent && byPercent.sticky();
  }

  private static int share(TrafficPolicy policy, VersionName version) {
    return policy.shareOf(version).value();
  }
}
