package dev.yardmaster.process;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Replaces secrets in text by {@code ***}: the values of environment variables whose names suggest a secret, and text in the form of a
 * well-known token. Immutable.
 */
public final class Redactor {
    private static final String MASK = "***";
    /** Shorter values also occur in normal text. */
    private static final int SHORTEST_SECRET = 8;

    private static final List<String> SECRET_NAMES = List.of("KEY", "TOKEN", "SECRET", "PASSWORD", "CREDENTIAL");
    /** API keys of Anthropic and OpenAI, GitHub tokens, bearer tokens, and the user part of a URL (before {@code @}). */
    private static final Pattern TOKENS = Pattern.compile("\\bsk-[A-Za-z0-9_-]{8,}"
            + "|\\bgh[opsur]_[A-Za-z0-9]{8,}|\\bgithub_pat_[A-Za-z0-9_]{8,}"
            + "|(?i:(?<=\\bbearer )[A-Za-z0-9._~+/=-]{8,})"
            + "|(?<=://)[^\\s/@]{1,256}(?=@)");

    private final List<String> values;

    private Redactor(List<String> values) {
        this.values = values;
    }

    /** Returns a redactor for the secrets of this environment and for all token forms. */
    public static Redactor of(Map<String, String> environment) {
        return new Redactor(environment.entrySet().stream()
                .filter(entry -> looksSecret(entry.getKey()))
                .flatMap(entry -> secretsIn(entry.getValue()))
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList());
    }

    /** Returns the text without its secrets. */
    public String redact(String text) {
        String redacted = text;
        for (String value : values) {
            redacted = redacted.replace(value, MASK);
        }
        return TOKENS.matcher(redacted).replaceAll(MASK);
    }

    private static boolean looksSecret(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return SECRET_NAMES.stream().anyMatch(upper::contains);
    }

    /** Returns the value and each of its lines, because text is often redacted line by line. */
    private static Stream<String> secretsIn(String value) {
        return Stream.concat(Stream.of(value), value.lines()).filter(secret -> secret.length() >= SHORTEST_SECRET);
    }
}
