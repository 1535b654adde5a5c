package dev.yardmaster.testkit.llm;

/**
 * The tokens that an answer counts.
 *
 * @param input read anew
 * @param output written, the final count
 * @param cacheRead read from the prompt cache
 * @param cacheWrite written to the prompt cache
 */
public record TokenUsage(long input, long output, long cacheRead, long cacheWrite) {
    static final TokenUsage DEFAULT = new TokenUsage(100, 20, 0, 0);

    /** Without anything cached. */
    public static TokenUsage of(long input, long output) {
        return new TokenUsage(input, output, 0, 0);
    }
}
