package dev.yardmaster.idempotency;

import dev.yardmaster.id.NewIds;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** What follows from the key of a request. */
sealed interface ClaimResult {
    /**
     * This service executes the request.
     *
     * @param attempt the id of this execution
     * @param ids the ids of what the request creates
     * @param created what an interrupted execution of the request has created already
     */
    record Claimed(UUID attempt, NewIds ids, Optional<Created> created) implements ClaimResult {}

    /**
     * Something that a request has created.
     *
     * @param collection the part of its path between {@code /api/} and its id
     */
    record Created(String collection, UUID id) {
        String path() {
            return "/api/" + collection + "/" + id;
        }
    }

    /** The request is answered already. */
    record Answered(Answer answer) implements ClaimResult {}

    /**
     * The request is being executed.
     *
     * @param remaining when the key is free at the latest if the service that executes the request has crashed
     */
    record Running(Duration remaining) implements ClaimResult {}

    /** The key belongs to a different request. */
    record Reused() implements ClaimResult {}
}
