package dev.yardmaster.doctor;

import java.util.Optional;

/**
 * The result of a check.
 *
 * @param check the id of the check, such as {@code port}; it does not change between versions
 * @param detail the measured fact, as a sentence
 * @param fix what to do, as a command or a sentence; empty if nothing needs to be done
 */
record Finding(String check, State state, String detail, Optional<String> fix) {
    private static final String SENTENCE_END = ". ";

    static Finding ok(String check, String detail) {
        return new Finding(check, State.OK, detail, Optional.empty());
    }

    static Finding warning(String check, String detail, String fix) {
        return new Finding(check, State.WARNING, detail, Optional.of(fix));
    }

    static Finding failed(String check, String detail, String fix) {
        return new Finding(check, State.FAILED, detail, Optional.of(fix));
    }

    /** A finding from an error message, whose first sentence is the problem, and whose other sentences are what to do. */
    static Finding of(String check, State state, String message) {
        int end = message.indexOf(SENTENCE_END);
        return end < 0
                ? new Finding(check, state, message, Optional.empty())
                : new Finding(
                        check,
                        state,
                        message.substring(0, end + 1),
                        Optional.of(message.substring(end + 2).strip()));
    }
}
