package dev.yardmaster.idempotency;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The key of a request, from the header {@code Idempotency-Key} of the IETF draft "The Idempotency-Key HTTP Header Field"
 * (draft-ietf-httpapi-idempotency-key-header). In the draft the header is a string of RFC 8941, so it has quotes. Most clients leave the
 * quotes out, so both forms are accepted; they denote the same key.
 *
 * @param value 1 to 255 printable ASCII characters
 */
record IdempotencyKey(String value) {
    static final String HEADER = "Idempotency-Key";

    private static final Pattern VALID = Pattern.compile("[\\x20-\\x7e]{1,255}");
    private static final Pattern QUOTED = Pattern.compile("\"(?<text>([^\"\\\\]|\\\\[\"\\\\])*)\"");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(.)");

    /**
     * Reads the key.
     *
     * @param headers all {@code Idempotency-Key} headers of a request
     * @throws YardmasterException {@code invalid_idempotency_key}
     */
    static IdempotencyKey parse(List<String> headers) {
        if (headers.size() != 1) {
            throw invalid("occurs " + headers.size() + " times. Send it once");
        }
        String text = headers.getFirst().strip();
        String key = text.startsWith("\"") ? unquoted(text) : text;
        if (!VALID.matcher(key).matches()) {
            throw invalid("must be 1 to 255 printable ASCII characters. Use a random UUID, for example");
        }
        return new IdempotencyKey(key);
    }

    private static String unquoted(String text) {
        Matcher quoted = QUOTED.matcher(text);
        if (!quoted.matches()) {
            throw invalid(
                    "begins with a quote but is not a quoted string. Close the quote, or send the key without quotes");
        }
        return ESCAPE.matcher(quoted.group("text")).replaceAll("$1");
    }

    private static YardmasterException invalid(String problem) {
        return new YardmasterException(ErrorCode.INVALID_IDEMPOTENCY_KEY, "The header " + HEADER + " " + problem + ".");
    }
}
