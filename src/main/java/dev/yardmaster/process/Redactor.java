package dev.yardmaster.process;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Replaces secrets in text by {@code ***}: the {@link KnownSecrets}, the values of environment variables whose names suggest a secret, and
 * text in the form of a well-known token. Immutable.
 */
public final class Redactor {
    private static final String MASK = "***";
    /** Shorter values also occur inside of words and in protocols. */
    private static final int SHORTEST_SECRET = 8;
    /** Shorter values stay, even if a user has marked them as secret. */
    private static final int SHORTEST_WORD = 4;

    private static final List<String> SECRET_NAMES = List.of("KEY", "TOKEN", "SECRET", "PASSWORD", "CREDENTIAL");
    /** Yardmaster's tokens, API keys of Anthropic and OpenAI, GitHub tokens, bearer tokens, JWTs, and the user part of a URL (before {@code @}). */
    private static final Pattern TOKENS = Pattern.compile("\\byms?_[A-Za-z0-9_-]{43}"
            + "|\\bsk-[A-Za-z0-9_-]{8,}"
            + "|\\bgh[opsur]_[A-Za-z0-9]{8,}|\\bgithub_pat_[A-Za-z0-9_]{8,}"
            + "|\\beyJ[A-Za-z0-9_-]{8,}\\.eyJ[A-Za-z0-9_-]{8,}(?:\\.[A-Za-z0-9_-]*)?"
            + "|(?i:(?<=\\bbearer )[A-Za-z0-9._~+/=-]{8,})"
            + "|(?<=://)[^\\s/@]{1,256}(?=@)");

    private final List<String> values;
    private final TextMask texts;
    private final LineMask lines;
    private final SessionTokenMask sessionTokens = new SessionTokenMask(MASK);
    private final Optional<Pattern> words;

    private Redactor(List<String> values, Optional<Pattern> words) {
        this.values = values;
        this.texts = new TextMask(values, MASK);
        this.lines = new LineMask(values, MASK);
        this.words = words;
    }

    /** Returns a redactor for the known secrets, those of this environment, and all token forms. */
    public static Redactor of(Map<String, String> environment) {
        Stream<String> presumed = environment.entrySet().stream()
                .filter(entry -> looksSecret(entry.getKey()) && !isNumber(entry.getValue()))
                .map(Map.Entry::getValue);
        return new Redactor(
                Stream.concat(KnownSecrets.values().stream(), presumed)
                        .flatMap(Redactor::forms)
                        .distinct()
                        .sorted(Comparator.comparingInt(String::length).reversed())
                        .toList(),
                words());
    }

    /** Finds the short ones among the known secrets where they stand alone. */
    private static Optional<Pattern> words() {
        return KnownSecrets.values().stream()
                .filter(secret -> secret.length() >= SHORTEST_WORD && secret.length() < SHORTEST_SECRET)
                .map(Pattern::quote)
                .reduce((one, other) -> one + "|" + other)
                .map(any -> Pattern.compile("(?<![A-Za-z0-9])(?:" + any + ")(?![A-Za-z0-9])"));
    }

    /** Returns the text without its secrets, also those that a line break splits. */
    public String redact(String text) {
        String masked = texts.apply(text);
        String withoutWords =
                words.map(any -> any.matcher(masked).replaceAll(MASK)).orElse(masked);
        return TOKENS.matcher(withoutWords).replaceAll(MASK);
    }

    /**
     * Returns a listener that passes lines on without secret values and without the tokens of sessions. Other token forms and short secrets
     * stay, because lines are a protocol: a form is only a guess, and a short value can be a part of the protocol itself.
     */
    public LineListener over(LineListener listener) {
        return new LineListener() {
            @Override
            public void onLine(Line line) {
                listener.onLine(sessionTokens.apply(values.isEmpty() ? line : lines.apply(line)));
            }

            @Override
            public void onBatch() {
                listener.onBatch();
            }

            @Override
            public void onEnd() {
                listener.onEnd();
            }
        };
    }

    private static boolean looksSecret(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return SECRET_NAMES.stream().anyMatch(upper::contains);
    }

    /** A limit or a timeout, such as {@code MAX_OUTPUT_TOKENS}. */
    private static boolean isNumber(String value) {
        return value.chars().allMatch(Character::isDigit);
    }

    /** Returns the value and each of its lines, because text is often redacted line by line, and the same as they appear in JSON. */
    private static Stream<String> forms(String value) {
        return Stream.concat(Stream.of(value), value.lines())
                .filter(secret -> secret.length() >= SHORTEST_SECRET)
                .flatMap(secret -> Stream.of(
                        secret, new String(JsonStringEncoder.getInstance().quoteAsString(secret))));
    }
}
