package dev.yardmaster.page;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * The first characters of ids, as a range of ids.
 *
 * @param first the smallest id that begins so
 * @param last the greatest id that begins so
 */
public record IdPrefix(UUID first, UUID last) {
    private static final int DIGITS = 32;

    /**
     * The ids that a parameter selects; throws {@code invalid_request}.
     *
     * @param text up to 32 hexadecimal digits; hyphens and the case are ignored
     */
    public static IdPrefix parse(String text) {
        String digits = text.replace("-", "").toLowerCase(Locale.ROOT);
        if (!digits.matches("[0-9a-f]{1," + DIGITS + "}")) {
            throw YardmasterException.ofField(
                    ErrorCode.INVALID_REQUEST,
                    "id",
                    "must be the first characters of an id: up to " + DIGITS
                            + " hexadecimal digits, with or without hyphens");
        }
        return new IdPrefix(filled(digits, "0"), filled(digits, "f"));
    }

    /** Adds the conditions for columns that contain the id. */
    public static void on(Optional<String> text, List<String> ids, Conditions where) {
        Optional<IdPrefix> prefix = text.map(IdPrefix::parse);
        for (String id : ids) {
            where.add(prefix.map(IdPrefix::first), id + " >= $?").add(prefix.map(IdPrefix::last), id + " <= $?");
        }
    }

    private static UUID filled(String digits, String digit) {
        String all = digits + digit.repeat(DIGITS - digits.length());
        return new UUID(Long.parseUnsignedLong(all, 0, 16, 16), Long.parseUnsignedLong(all, 16, DIGITS, 16));
    }
}
