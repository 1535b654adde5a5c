package dev.yardmaster.limit;

/**
 * What words or codes of a provider's mean, before it is known until when.
 *
 * @param window of a limit; {@link LimitWindow#UNKNOWN} for all else
 * @param modelScope as in {@link LimitSignal.Blocked#modelScope}
 */
record Verdict(Meaning meaning, String window, String modelScope) {
    /** The cases of {@link LimitSignal}. */
    enum Meaning {
        QUOTA,
        CREDITS,
        TRANSIENT,
        AUTH,
        CONTEXT,
        CAPACITY,
        NONE
    }

    static Verdict of(Meaning meaning) {
        return new Verdict(
                meaning, meaning == Meaning.CREDITS ? LimitWindow.CREDITS : LimitWindow.UNKNOWN, Limits.ANY_MODEL);
    }
}
