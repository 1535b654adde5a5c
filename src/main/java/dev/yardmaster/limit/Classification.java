package dev.yardmaster.limit;

/**
 * What words or codes of a provider's mean, before it is known until when.
 *
 * @param window of a limit; {@link LimitWindow#UNKNOWN} for all else
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
