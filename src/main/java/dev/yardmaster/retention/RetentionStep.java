package dev.yardmaster.retention;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

/**
 * The result of one transaction that deletes old things.
 *
 * @param examined the number of things that it looked at
 * @param deleted the number of things that it deleted
 * @param bytes the size of the deleted logs
 * @param last the position of the last thing that it looked at; empty if it found nothing
 */
record RetentionStep(int examined, int deleted, long bytes, Optional<Position> last) {
    /** Another service deletes now. */
    static final RetentionStep NOT_MY_TURN = new RetentionStep(0, 0, 0, Optional.empty());

    /** A place in the order in which things are deleted: by time, then by id. */
    record Position(OffsetDateTime at, UUID id) {
        /** Before all things. */
        static final Position START = new Position(Instant.EPOCH.atOffset(ZoneOffset.UTC), new UUID(0, 0));
    }
}
