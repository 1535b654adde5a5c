package dev.yardmaster.spelling;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Finds the names that a misspelt one can stand for. */
public final class NearestNames {
    private static final int LEAST_TOLERANCE = 2;
    private static final int CHARACTERS_PER_ERROR = 3;

    private NearestNames() {}

    /** The names that differ little, the nearest first; upper and lower case are the same. */
    public static List<String> of(String text, Stream<String> names, int most) {
        int tolerance = Math.max(LEAST_TOLERANCE, text.length() / CHARACTERS_PER_ERROR);
        return names.filter(name -> distance(text, name) <= tolerance)
                .sorted(Comparator.comparingInt((String name) -> distance(text, name))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(most)
                .toList();
    }

    private static int distance(String text, String name) {
        return EditDistance.between(text.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
    }
}
