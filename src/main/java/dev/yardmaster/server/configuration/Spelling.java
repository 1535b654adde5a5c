package dev.yardmaster.server.configuration;

import dev.yardmaster.spelling.EditDistance;
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
        return candidates.min(Comparator.comparingInt(name -> EditDistance.between(unknown, name)));
    }

    private static boolean isTypingError(String unknown, String name) {
        return Math.abs(unknown.length() - name.length()) <= TYPING_ERROR
                && EditDistance.between(unknown, name) <= TYPING_ERROR;
    }
}
