package dev.yardmaster.server.configuration;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A property that Yardmaster reads.
 *
 * @param name its name; a variable part stands in angle brackets
 * @param variable the name of its environment variable; a variable part stands in angle brackets
 * @param type the type of its value
 * @param names the names that a source of the configuration can use for it
 * @param variables the names that the environment can use for it
 */
record KnownProperty(String name, String variable, ValueType type, Pattern names, Pattern variables) {
    private static final Pattern PLACEHOLDER = Pattern.compile("<[^>]+>");
    private static final Pattern OUTSIDE_PLACEHOLDERS = Pattern.compile("[^<>]+(?=<|$)");
    private static final String KEY = "(?:\"[^\"]+\"|[^.\"]+)";

    /** @param type the type in the words of the reference */
    static KnownProperty of(String name, String type) {
        var valueType = new ValueType(type);
        String variable = variable(name);
        return new KnownProperty(
                name,
                variable,
                valueType,
                pattern(name, KEY, valueType.isList() ? "(?:\\[\\d+])?" : ""),
                pattern(variable, ".+", valueType.isList() ? "(?:_\\d+_)?" : ""));
    }

    /** Whether the name has no variable part. */
    boolean isFixed() {
        return !PLACEHOLDER.matcher(name).find();
    }

    /** The name with the variable parts of another name that has as many parts, for a suggestion. */
    Optional<String> nameLike(String other) {
        return like(name, other, "\\.");
    }

    /** The environment variable with the variable parts of another one that has as many parts, for a suggestion. */
    Optional<String> variableLike(String other) {
        return like(variable, other, "_");
    }

    private Optional<String> like(String pattern, String other, String separator) {
        if (isFixed()) {
            return Optional.of(pattern);
        }
        List<String> parts = List.of(pattern.split(separator));
        List<String> others = List.of(other.split(separator));
        if (parts.size() != others.size()) {
            return Optional.empty();
        }
        return Optional.of(Stream.iterate(0, i -> i < parts.size(), i -> i + 1)
                .map(i -> PLACEHOLDER.matcher(parts.get(i)).matches() ? others.get(i) : parts.get(i))
                .collect(Collectors.joining(separator.equals("_") ? "_" : ".")));
    }

    /** The name in upper case with {@code _} for every other character, except in the variable parts. */
    private static String variable(String name) {
        return OUTSIDE_PLACEHOLDERS
                .matcher(name)
                .replaceAll(part -> part.group().toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_"));
    }

    private static Pattern pattern(String name, String key, String suffix) {
        String regex = PLACEHOLDER
                .splitAsStream(name + "\0")
                .map(part -> Pattern.quote(part.replace("\0", "")))
                .collect(Collectors.joining(key));
        return Pattern.compile(regex + suffix);
    }
}
