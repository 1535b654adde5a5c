package dev.yardmaster.permission;

import org.jspecify.annotations.Nullable;

/**
 * The pattern of a rule. {@code *} stands for any text, and {@code \} before a character takes its meaning away. In the path of an edit,
 * {@code *} stops at a slash and {@code **} does not. A command that ends with {@code " *"} also matches without arguments. Immutable.
 *
 * <p>Agents choose the texts, so a comparison takes at most the length of the text times the length of the pattern.
 */
final class RulePattern {
    private static final String ARGUMENTS = " *";

    private final Glob glob;
    /** The command without arguments; null if the pattern does not end with {@link #ARGUMENTS}. */
    private final @Nullable Glob bare;

    private RulePattern(Glob glob, @Nullable Glob bare) {
        this.glob = glob;
        this.bare = bare;
    }

    static RulePattern ofText(String pattern) {
        boolean optional = pattern.endsWith(ARGUMENTS) && pattern.length() > ARGUMENTS.length();
        return new RulePattern(
                Glob.ofText(pattern),
                optional ? Glob.ofText(pattern.substring(0, pattern.length() - ARGUMENTS.length())) : null);
    }

    static RulePattern ofPath(String pattern) {
        return new RulePattern(Glob.ofPath(pattern.startsWith("./") ? pattern.substring(2) : pattern), null);
    }

    boolean matches(String text) {
        return glob.matches(text) || bare != null && bare.matches(text);
    }

    /** Whether the pattern stands for one text only. */
    boolean isLiteral() {
        return glob.isLiteral();
    }

    /** Whether the pattern matches any text that begins with a program, alone or before a blank. */
    boolean mayMatch(String program) {
        String start = glob.prefix();
        return start.equals(program)
                || start.startsWith(program + " ")
                || !glob.isLiteral() && program.startsWith(start);
    }
}
