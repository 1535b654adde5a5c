package dev.yardmaster.testkit.llm;

/**
 * The numbers of tokens that an answer reports.
 *
 * @param input input tokens that are not cached
 * @param output output tokens, the final number
 * @param cacheRead input tokens that are read from the prompt cache
 * @param cacheWrite input tokens that are written to the prompt cache
 */
public record TokenUsage(long input, long output, long cacheRead, long cacheWrite) {
    static final TokenUsage DEFAULT = new TokenUsage(100, 20, 0, 0);

    /** A usage without cached tokens. */
    public static TokenUsage of(long input, long output) {
        return new TokenUsage(input, output, 0, 0);
    }
}
