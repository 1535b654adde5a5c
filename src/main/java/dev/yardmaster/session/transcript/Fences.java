package dev.yardmaster.session.transcript;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Code in Markdown. Its fence is longer than any run of backticks in it, so that the content can't end it. */
final class Fences {
    private static final Pattern RUN = Pattern.compile("`+");
    private static final int SHORTEST_FENCE = 3;

    private Fences() {}

    /** A fenced block. @param language its info string */
    static String block(String language, String content) {
        String fence = "`".repeat(Math.max(SHORTEST_FENCE, longestRun(content) + 1));
        return fence + language + "\n" + content + "\n" + fence + "\n";
    }

    /** Code within a line. @param content one line */
    static String inline(String content) {
        int run = longestRun(content);
        // A backtick at the start or the end would belong to the fence.
        String padding = run > 0 ? " " : "";
        String fence = "`".repeat(run + 1);
        return fence + padding + content + padding + fence;
    }

    private static int longestRun(String content) {
        return RUN.matcher(content)
                .results()
                .map(MatchResult::group)
                .mapToInt(String::length)
                .max()
                .orElse(0);
    }
}
