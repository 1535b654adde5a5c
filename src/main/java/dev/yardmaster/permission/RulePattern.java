package dev.yardmaster.permission;

import java.util.regex.Pattern;

/**
 * The pattern of a rule. {@code *} stands for any text, and {@code \} before a character takes its meaning away. In the path of an edit,
 * {@code *} stops at a slash and {@code **} does not. A command that ends with {@code " *"} also matches without arguments.
 */
final class RulePattern {
    private final Pattern regex;
    private final boolean literal;

    private RulePattern(Pattern regex, boolean literal) {
        this.regex = regex;
        this.literal = literal;
    }

    static RulePattern ofText(String pattern) {
        boolean optionalArguments = pattern.endsWith(" *") && pattern.length() > 2;
        String base = optionalArguments ? pattern.substring(0, pattern.length() - 2) : pattern;
        String regex = regex(base, false) + (optionalArguments ? "(?: .*)?" : "");
        return new RulePattern(Pattern.compile(regex, Pattern.DOTALL), !optionalArguments && !hasWildcard(base));
    }

    static RulePattern ofPath(String pattern) {
        String relative = pattern.startsWith("./") ? pattern.substring(2) : pattern;
        return new RulePattern(Pattern.compile(regex(relative, true), Pattern.DOTALL), !hasWildcard(relative));
    }

    boolean matches(String text) {
        return regex.matcher(text).matches();
    }

    /** Whether the pattern stands for one text only. */
    boolean isLiteral() {
        return literal;
    }

    private static boolean hasWildcard(String pattern) {
        return Pattern.compile("(?<!\\\\)(?:\\\\\\\\)*\\*").matcher(pattern).find();
    }

    private static String regex(String pattern, boolean path) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '\\' && i + 1 < pattern.length()) {
                i++;
                regex.append(Pattern.quote(String.valueOf(pattern.charAt(i))));
            } else if (c != '*') {
                regex.append(Pattern.quote(String.valueOf(c)));
            } else if (!path) {
                regex.append(".*");
            } else if (pattern.startsWith("**/", i)) {
                regex.append("(?:.*/)?");
                i += 2;
            } else if (pattern.startsWith("**", i)) {
                regex.append(".*");
                i++;
            } else {
                regex.append("[^/]*");
            }
        }
        return regex.toString();
    }
}
