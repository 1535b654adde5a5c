package dev.yardmaster.dispatch;

import java.util.List;

/** Summarizes for users why a task has failed for good. */
final class AttemptSummary {
    /** The most attempts that a summary lists. */
    static final int MAX_ATTEMPTS = 10;

    private AttemptSummary() {}

    /** A session of the task, with the names that the API uses. */
    record Attempt(String executable, String state, String reason) {}

    /** @param attempts at least one, the earliest first; if there are more than {@link #MAX_ATTEMPTS}, the summary lists the last ones */
    static String of(List<Attempt> attempts) {
        if (attempts.size() == 1) {
            return attempts.getFirst().reason();
        }
        List<Attempt> listed = attempts.subList(Math.max(0, attempts.size() - MAX_ATTEMPTS), attempts.size());
        String lead =
                listed.size() < attempts.size() ? "Given up. The last attempts:" : "Given up after these attempts:";
        var summary = new StringBuilder(lead);
        for (int at = 0; at < listed.size(); ) {
            int equal = equalFrom(listed.subList(at, listed.size()));
            summary.append(' ').append(describe(listed.get(at), equal));
            at += equal;
        }
        return summary.toString();
    }

    /** What precedes the summary if agents handed the task over; empty if they did not. */
    static String handOffs(int count) {
        return count == 0 ? "" : "Agents handed the task over " + (count == 1 ? "once" : count + " times") + ". ";
    }

    private static int equalFrom(List<Attempt> attempts) {
        return (int) attempts.stream().takeWhile(attempts.getFirst()::equals).count();
    }

    /** A reason can have several sentences, so it ends the description. */
    private static String describe(Attempt attempt, int times) {
        String count = times > 1 ? " " + times + " times" : "";
        String reason =
                attempt.reason().isBlank() ? "" : ": " + attempt.reason().strip();
        return "On " + attempt.executable() + ", " + attempt.state() + count + reason
                + (reason.matches("(?s).*[.!?…]") ? "" : ".");
    }
}
