package dev.yardmaster.dispatch;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * What the dispatcher is about.
 *
 * @param until when it goes on by itself, when it does not run
 * @param reason why it does not run
 * @param leader which of the services on this database dispatches
 * @param queued how many tasks are ready
 * @param running how many sessions run
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
        /** Tasks are started as agents are free. */
        RUNNING,
        /** Tasks and agents are there, but everything that they could run on is limited, or what may be spent is spent. */
        WAITING,
        /** Nothing is started, by hand. */
        PAUSED;

        /** The word in the API. */
        @JsonValue
        public String value() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
