package dev.yardmaster.provider.codex;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.regex.Pattern;

/** Names in the app-server's {@code camelCase} and in {@code snake_case}, as {@code codex exec} writes the same ones. */
final class CaseStyles {
    private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

    private CaseStyles() {}

    /** A field by its name in either form. */
    static JsonNode field(JsonNode object, String camelCase) {
        JsonNode field = object.path(camelCase);
        return field.isMissingNode() ? object.path(snake(camelCase)) : field;
    }

    /** A word in {@code snake_case}. */
    static String snake(String camelCase) {
        return HUMP.matcher(camelCase).replaceAll("_").toLowerCase(Locale.ROOT);
    }
}
