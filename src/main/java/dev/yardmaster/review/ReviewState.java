package dev.yardmaster.review;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The state of a review.
 *
 * <pre>
 *   NEW ──► WAITING ──► APPROVED ──► MERGING ──► MERGED
 *    │ │       │ ▲         ▲ │        │   │
 *    │ └───────┼─┼─────────┘ │        │   └────► UNCHANGED  (also from NEW)
 *    │         └─┼───────────┴────────┴────────► REJECTED
 *    └───────────┴── any of these ─────────────► WITHDRAWN
 * </pre>
 */
public enum ReviewState {
    /** The service looks at what has changed. */
    NEW,
    /** It waits for an approval. */
    WAITING,
    /** It waits for its turn. */
    APPROVED,
    /** The service merges and tests it. */
    MERGING,
    /** The base branch has it. */
    MERGED,
    /** There was nothing to merge. */
    UNCHANGED,
    /** It was sent back. */
    REJECTED,
    /** A person has completed, cancelled or reopened the task. */
    WITHDRAWN;

    /** The name in the API and the database. */
    @JsonValue
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state with a name; throws {@code invalid_request}. */
    public static ReviewState of(String value) {
        return Arrays.stream(values())
                .filter(state -> state.value().equals(value))
                .findAny()
                .orElseThrow(() -> YardmasterException.ofField(
                        ErrorCode.INVALID_REQUEST,
                        "state",
                        "must be one of "
                                + Arrays.stream(values())
                                        .map(ReviewState::value)
                                        .collect(Collectors.joining(", "))
                                + ", not '" + value + "'"));
    }
}
