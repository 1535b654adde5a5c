package dev.yardmaster.limit;

/**
 * The meaning of a provider's message or error code, still without a reset time.
 *
 * @param window the window of a limit; {@link LimitWindow#UNKNOWN} for all other failures
 * @param modelScope as in {@link FailureCause.Blocked#modelScope}
 */
record Classification(Meaning meaning, String window, String modelScope) {
    /** The cases of {@link FailureCause}. */
    enum Meaning {
        QUOTA,
        CREDITS,
        TRANSIENT,
        AUTH,
        CONTEXT,
        CAPACITY,
        NONE
    }

    static Classification of(Meaning meaning) {
        return new Classification(
                meaning, meaning == Meaning.CREDITS ? LimitWindow.CREDITS : LimitWindow.UNKNOWN, Limits.ANY_MODEL);
    }
}
