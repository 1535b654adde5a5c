package dev.yardmaster.review;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.yardmaster.problem.ApiNames;
import java.util.Locale;

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
        return ApiNames.find(values(), ReviewState::value, "state", value);
    }
}
