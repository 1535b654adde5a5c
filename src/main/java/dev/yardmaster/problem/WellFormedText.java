package dev.yardmaster.problem;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import dev.yardmaster.problem.YardmasterException.FieldError;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;

/**
 * Rejects JSON with half a surrogate pair in a text, for all request bodies. UTF-8 has no form for it, so such a text could neither be stored
 * nor used as a path. Jackson itself rejects it in names and in raw UTF-8.
 */
@Provider
public class WellFormedText implements ReaderInterceptor {
    private static final JsonFactory JSON = new JsonFactory();

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        byte[] body = context.getInputStream().readAllBytes();
        if (hasUnicodeEscape(body)) {
            check(body);
        }
        context.setInputStream(new ByteArrayInputStream(body));
        return context.proceed();
    }

    /** Only an escape can produce half a pair; most bodies contain none, and need no second parse. */
    private static boolean hasUnicodeEscape(byte[] body) {
        for (int i = 1; i < body.length; i++) {
            if (body[i] == 'u' && body[i - 1] == '\\') {
                return true;
            }
        }
        return false;
    }

    /** Throws {@code invalid_request} with the field. Leaves JSON that is not well-formed to the deserializer. */
    static void check(byte[] body) throws IOException {
        try (JsonParser parser = JSON.createParser(body)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_STRING && hasLoneSurrogate(parser.getText())) {
                    throw refusal(parser.getParsingContext());
                }
            }
        } catch (JsonProcessingException _) {
            return;
        }
    }

    private static boolean hasLoneSurrogate(String text) {
        return text.codePoints()
                .anyMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }

    private static YardmasterException refusal(JsonStreamContext place) {
        String field = path(place);
        return ViolationProblems.invalid(
                List.of(
                        new FieldError(
                                field.isEmpty() ? "body" : field,
                                "contains half a surrogate pair (\\ud800 to \\udfff), which is no character; remove it or complete the pair")));
    }

    /** The path of the current value, such as {@code entries[0].name}. */
    private static String path(JsonStreamContext place) {
        JsonStreamContext parent = place.getParent();
        if (parent == null) {
            return "";
        }
        String outer = path(parent);
        if (place.inArray()) {
            return outer + "[" + place.getCurrentIndex() + "]";
        }
        return outer.isEmpty() ? String.valueOf(place.getCurrentName()) : outer + "." + place.getCurrentName();
    }
}
