package dev.yardmaster.bench;

import java.util.Locale;

/**
 * A figure and what it has to be.
 *
 * @param key its name for programs
 * @param text its name for people, with its unit
 * @param direction whether it must not be less or not be more than the limit
 */
record Target(String key, String text, double value, Direction direction, double limit) {
    /** Which side of the limit is good. */
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

    /** A line for people. */
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
