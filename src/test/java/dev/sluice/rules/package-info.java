/// Holds the tests to the numbered rules: `docs/rules.md` lists each rule with the tests that name
/// it. Start at [dev.sluice.rules.RulesTest].
@NullMarked
package dev.sluice.rules;

import org.jspecify.annotations.NullMarked;
