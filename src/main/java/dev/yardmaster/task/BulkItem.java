package dev.yardmaster.task;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.yardmaster.problem.Problem;
import java.util.Optional;
import java.util.UUID;

/**
 * What happened to one item of a bulk request.
 *
 * @param index its index in the request
 * @param status the HTTP status that a request for this item alone would get
 * @param id the id of the task; empty if no task was added
 * @param problem why nothing happened; empty if the item succeeded
 */
@JsonInclude(Include.NON_ABSENT)
record BulkItem(int index, int status, Optional<UUID> id, Optional<Problem> problem) {
    private static final int OK = 200;
    private static final int CREATED = 201;

    static BulkItem added(int index, UUID id) {
        return new BulkItem(index, CREATED, Optional.of(id), Optional.empty());
    }

    static BulkItem changed(int index, UUID id) {
        return new BulkItem(index, OK, Optional.of(id), Optional.empty());
    }

    /** @param id the id of the task; empty if no task was added */
    static BulkItem refused(int index, Optional<UUID> id, Problem problem) {
        return new BulkItem(index, problem.status(), id, Optional.of(problem));
    }

    boolean succeeded() {
        return problem.isEmpty();
    }
}
