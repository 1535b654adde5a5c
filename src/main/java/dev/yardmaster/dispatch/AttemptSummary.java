package dev.yardmaster.dispatch;

import java.util.List;
import java.util.stream.Collectors;

/** Tells why a task was given up. */
final class AttemptSummary {
    /** How many attempts are told of. */
    static final int LONGEST = 10;

    private AttemptSummary() {}

    /** A session that the task had, by the words of the API. */
    record Attempt(String executable, String state, String reason) {}

    /** @param attempts at least one, the earliest first; of more than {@link #LONGEST} the last are told */
    static String tell(List<Attempt> attempts) {
        if (attempts.size() == 1) {
            return attempts.getFirst().reason();
        }
        List<Attempt> told = attempts.subList(Math.max(0, attempts.size() - LONGEST), attempts.size());
        String lead =
                told.size() < attempts.size() ? "Given up; the last attempts: " : "Given up after these attempts: ";
        return lead
                + told.stream()
                        .map(it -> it.state() + " on " + it.executable() + " ("
                                + it.reason().replaceFirst("\\.$", "") + ")")
                        .collect(Collectors.joining("; "))
                + ".";
    }
}
