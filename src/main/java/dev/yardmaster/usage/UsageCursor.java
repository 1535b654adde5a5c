package dev.yardmaster.usage;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Encodes the key of a page's last row as a text for URLs. */
final class UsageCursor {
    private UsageCursor() {}

    static String of(List<String> key) {
        byte[] json = new JsonArray(key).encode().getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json);
    }

    /**
     * Decodes the key that a client sent; throws {@code invalid_cursor}.
     *
     * @param length the number of parts that the key must have
     */
    static List<String> parse(String cursor, int length) {
        try {
            byte[] json = Base64.getUrlDecoder().decode(cursor);
            List<String> key = new JsonArray(new String(json, StandardCharsets.UTF_8))
                    .stream().map(String.class::cast).toList();
            if (length > 0 && key.size() == length) {
                return key;
            }
        } catch (IllegalArgumentException | DecodeException | ClassCastException _) {
            // Reported below.
        }
        throw new YardmasterException(
                ErrorCode.INVALID_CURSOR,
                "'after' must be the 'next' of a page with the same 'by'. Leave it out to start with the first page.");
    }
}
