package dev.yardmaster.database;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is known about the database from the answers to one question after the other. Immutable and pure. Times are those of a monotonic clock, in
 * nanoseconds.
 *
 * @param failure why the last answered question failed; empty if it did not, or none was asked yet
 * @param askedAt when the question was asked that is not answered yet; empty if there is no such question
 */
record DatabaseState(Optional<String> failure, OptionalLong askedAt) {
    /** The database has answered all questions. */
    static final DatabaseState GOOD = new DatabaseState(Optional.empty(), OptionalLong.empty());

    /** How long the database may take for a trivial answer. */
    static final Duration PATIENCE = Duration.ofMillis(1500);

    DatabaseState asked(long now) {
        return new DatabaseState(failure, OptionalLong.of(now));
    }

    static DatabaseState failed(String reason) {
        return new DatabaseState(Optional.of(reason), OptionalLong.empty());
    }

    /** Whether a question is not answered yet. */
    boolean isWaiting() {
        return askedAt.isPresent();
    }

    /** What is wrong with the database, as a sentence; empty if nothing is. */
    Optional<String> problem(long now) {
        Duration silence = Duration.ofNanos(askedAt.isPresent() ? now - askedAt.getAsLong() : 0);
        return silence.compareTo(PATIENCE) > 0
                ? Optional.of("The database has not answered for " + silence.toSeconds() + " seconds.")
                : failure.map(why -> "The database can't be used: " + why);
    }
}
