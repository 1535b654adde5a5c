package dev.yardmaster.limit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The JSON body of an API's error response, such as <code>{"type": "error", "error": {"type": "…", "message": "…"}}</code>. The CLIs show it
 * alone, or behind words such as {@code API Error: 400}. The body can be cut off.
 *
 * @param message the API's sentence
 * @param codes the API's error codes, the most exact one first
 */
record ErrorBody(Optional<String> message, List<String> codes) {
    private static final JsonFactory JSON = new JsonFactory();

    private static final String STATUS =
            "\\d{3}|Bad Request|Unauthorized|Payment Required|Forbidden|Not Found|Too Many Requests"
                    + "|Internal Server Error|Bad Gateway|Service Unavailable|Gateway Timeout|Overloaded";

    /** Only these words can stand before a body. Behind other words the body is a quotation, for example of a tool's output. */
    private static final Pattern INTRODUCTION = Pattern.compile(
            "(?:(?:API|HTTP|[\\w.]*(?:Error|Exception|_error)|" + STATUS
                    + "|(?:unexpected|last) status(?: code)?|status(?: code)?|exceeded retry limit|Request (?:rejected|failed)"
                    + "|Failed to authenticate|Please run /login|from provider|upstream|response|body|with)"
                    + "(?!\\w)[\\s:.,·—–()\\[\\]-]*+)*+(?=\\{)",
            Pattern.CASE_INSENSITIVE);

    /** Closes a body that was cut off within its message. */
    private static final String CLOSING = "\"}}";

    /** The body in a text; empty if the text has none. */
    static Optional<ErrorBody> in(String text) {
        Matcher introduction = INTRODUCTION.matcher(text);
        return introduction.lookingAt() ? Optional.of(read(text.substring(introduction.end()))) : Optional.empty();
    }

    private static ErrorBody read(String json) {
        Map<String, String> fields = new HashMap<>();
        try (JsonParser parser = JSON.createParser(json + CLOSING)) {
            do {
                JsonToken token = parser.nextToken();
                if (token.isScalarValue() && token != JsonToken.VALUE_NULL && isEnvelope(parser.getParsingContext())) {
                    fields.putIfAbsent(path(parser.getParsingContext()), parser.getText());
                }
            } while (!parser.getParsingContext().inRoot());
        } catch (IOException _) {
            // The text is cut off, or is no JSON after a brace. The fields up to there count.
        }
        return new ErrorBody(
                first(fields, "error.message", "message", "error", "detail").findFirst(),
                first(fields, "error.code", "error.type", "error.status", "code", "type", "name")
                        .toList());
    }

    /** Whether the parser is in the body's object or in its {@code error} object. */
    private static boolean isEnvelope(JsonStreamContext context) {
        JsonStreamContext parent = context.getParent();
        return parent.inRoot()
                || (context.inObject() && parent.getParent().inRoot() && "error".equals(parent.getCurrentName()));
    }

    private static String path(JsonStreamContext context) {
        return context.getParent().inRoot() ? context.getCurrentName() : "error." + context.getCurrentName();
    }

    private static Stream<String> first(Map<String, String> fields, String... names) {
        return Stream.of(names).flatMap(name -> Stream.ofNullable(fields.get(name)));
    }
}
