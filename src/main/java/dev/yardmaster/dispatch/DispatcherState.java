package dev.yardmaster.dispatch;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.yardmaster.replica.Lease;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * The dispatcher's status.
 *
 * @param until when the dispatcher continues by itself, if it is waiting or paused and that time is known
 * @param reason why it is waiting or paused, for users
 * @param leader the service on this database that dispatches
 * @param queued the number of ready tasks
 * @param running the number of running sessions
 */
@JsonInclude(Include.NON_ABSENT)
public record DispatcherState(
        State state,
        Optional<Instant> until,
        Optional<String> reason,
        Optional<Lease.Leader> leader,
        long queued,
        long running) {
    public enum State {
        /** Tasks start as soon as agents are free. */
        RUNNING,
        /** Tasks are ready and agents are free, but every executable that they could use is limited, over budget or unusable. */
        WAITING,
        /** A user has paused the dispatcher. Nothing starts. */
        PAUSED;

        /** The name in the API. */
        @JsonValue
        public String value() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
