package dev.yardmaster.bench;

import java.util.Locale;

/**
 * A measured figure and its limit.
 *
 * @param key the name in the JSON output
 * @param text the name in the table, with the unit
 * @param direction which side of the limit is good
 */
record Target(String key, String text, double value, Direction direction, double limit) {
    /** The good side of a limit. */
    enum Direction {
        AT_LEAST,
        UNDER
    }

    boolean met() {
        return switch (direction) {
            case AT_LEAST -> value >= limit;
            case UNDER -> value < limit;
        };
    }

    /** The line in the table. */
    String line() {
        String sign =
                switch (direction) {
                    case AT_LEAST -> ">= ";
                    case UNDER -> "< ";
                };
        String verdict = met() ? "met" : "MISSED";
        return String.format(Locale.ROOT, "%-50s %,12.2f %s (%s%,.1f)%n", text, value, verdict, sign, limit);
    }

    static Target atLeast(String key, String text, double value, double limit) {
        return new Target(key, text, value, Direction.AT_LEAST, limit);
    }

    static Target under(String key, String text, double value, double limit) {
        return new Target(key, text, value, Direction.UNDER, limit);
    }
}
