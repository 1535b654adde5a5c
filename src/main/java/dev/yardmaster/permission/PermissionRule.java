package dev.yardmaster.permission;

import java.util.UUID;

/**
 * A rule as it is applied.
 *
 * @param subject what the pattern is compared with
 */
public record PermissionRule(UUID id, RuleEffect effect, RuleSubject subject, String pattern) {
    /** The rule as people write it, such as {@code deny command: git push *}. */
    public String shown() {
        return effect.value() + " " + subject.value() + ": " + pattern;
    }

    /** The pattern, ready to be compared. */
    RulePattern compiled() {
        return subject == RuleSubject.EDIT ? RulePattern.ofPath(pattern) : RulePattern.ofText(pattern);
    }
}
