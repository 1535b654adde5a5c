package dev.yardmaster.server.configuration;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the known name that a misspelt one stands for. */
final class Spelling {
    /** A name of another program is a mistake only if it differs so little from a known one. */
    private static final int TYPING_ERROR = 2;

    private Spelling() {}

    /** The known name that a user meant by an unknown one. Empty for a name of another program, which does not have the prefix. */
    static Optional<String> meant(String unknown, String prefix, Stream<String> known) {
        Stream<String> candidates =
                unknown.startsWith(prefix) ? known : known.filter(name -> isTypingError(unknown, name));
        return candidates.min(Comparator.comparingInt(name -> distance(unknown, name)));
    }

    private static boolean isTypingError(String unknown, String name) {
        return Math.abs(unknown.length() - name.length()) <= TYPING_ERROR && distance(unknown, name) <= TYPING_ERROR;
    }

    /** The number of characters to insert, delete or replace (Levenshtein). */
    private static int distance(String from, String to) {
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
