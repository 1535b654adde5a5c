package dev.yardmaster.provider.codex;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.regex.Pattern;

/** Converts names between the {@code camelCase} of the app-server and the {@code snake_case} of {@code codex exec}. */
final class CaseStyles {
    private static final Pattern WORD_BOUNDARY = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

    private CaseStyles() {}

    /** A field by its name in either style. */
    static JsonNode field(JsonNode object, String camelCase) {
        JsonNode field = object.path(camelCase);
        return field.isMissingNode() ? object.path(toSnakeCase(camelCase)) : field;
    }

    /** The name in {@code snake_case}. */
    static String toSnakeCase(String camelCase) {
        return WORD_BOUNDARY.matcher(camelCase).replaceAll("_").toLowerCase(Locale.ROOT);
    }
}
