package dev.yardmaster.process;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Replaces secrets in text by {@code ***}: the values of environment variables whose name looks like a secret's, and what has the
 * shape of a well-known token. Immutable.
 */
public final class Redactor {
    private static final String MASK = "***";
    /** A shorter value would be found in innocent text. */
    private static final int SHORTEST_SECRET = 8;

    private static final List<String> SECRET_NAMES = List.of("KEY", "TOKEN", "SECRET", "PASSWORD", "CREDENTIAL");
    /** Keys of Anthropic and OpenAI, tokens of GitHub, bearer tokens, and what stands before the {@code @} of a URL. */
    private static final Pattern TOKENS = Pattern.compile("\\bsk-[A-Za-z0-9_-]{8,}"
            + "|\\bgh[opsur]_[A-Za-z0-9]{8,}|\\bgithub_pat_[A-Za-z0-9_]{8,}"
            + "|(?i:(?<=\\bbearer )[A-Za-z0-9._~+/=-]{8,})"
            + "|(?<=://)[^\\s/@]{1,256}(?=@)");

    private final List<String> values;

    private Redactor(List<String> values) {
        this.values = values;
    }

    /** Knows the secrets of this environment, and all token shapes. */
    public static Redactor of(Map<String, String> environment) {
        return new Redactor(environment.entrySet().stream()
                .filter(entry -> looksSecret(entry.getKey()))
                .flatMap(entry -> secretsIn(entry.getValue()))
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList());
    }

    /** The text without its secrets. */
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

    /** The value, and each line of it, for text is often redacted line by line. */
    private static Stream<String> secretsIn(String value) {
        return Stream.concat(Stream.of(value), value.lines()).filter(secret -> secret.length() >= SHORTEST_SECRET);
    }
}
