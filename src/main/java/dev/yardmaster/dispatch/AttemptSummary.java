package dev.yardmaster.dispatch;

import java.util.List;
import java.util.stream.Collectors;

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
                listed.size() < attempts.size() ? "Given up; the last attempts: " : "Given up after these attempts: ";
        return listed.stream().map(AttemptSummary::describe).collect(Collectors.joining("; ", lead, "."));
    }

    private static String describe(Attempt attempt) {
        String reason = attempt.reason().replaceFirst("\\.$", "");
        return attempt.state() + " on " + attempt.executable() + " (" + reason + ")";
    }
}
