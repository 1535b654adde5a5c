package dev.yardmaster.server.configuration;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** How far two names are apart. */
final class Spelling {
    private Spelling() {}

    /** The candidate that needs the fewest edits. */
    static Optional<String> nearest(String name, Stream<String> candidates) {
        return candidates.min(Comparator.comparingInt(candidate -> distance(name, candidate)));
    }

    /** The number of characters to insert, delete or replace (Levenshtein). */
    static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}
