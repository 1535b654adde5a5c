package dev.yardmaster.permission;

import dev.yardmaster.id.Ids;
import dev.yardmaster.json.JsonSlice;
import dev.yardmaster.provider.ToolUse;
import java.util.stream.Stream;

/** Permission rules as texts, and commands that agents want to run. */
final class RuleFixture {
    private RuleFixture() {}

    /** @param rules each an effect, a subject and a pattern, such as {@code deny command rm *} */
    static PermissionRules rules(String... rules) {
        return new PermissionRules(Stream.of(rules)
                .map(rule -> rule.split(" ", 3))
                .map(words ->
                        new PermissionRule(Ids.next(), RuleEffect.of(words[0]), RuleSubject.of(words[1]), words[2]))
                .toList());
    }

    static ToolUse command(String command) {
        return ToolUse.command(command, JsonSlice.nullValue());
    }
}
