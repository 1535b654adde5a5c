package dev.yardmaster.timer;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;

/** Work that is due at times which the database knows. One service at a time does it, the one that holds the lease. */
public interface TimedWork {
    /**
     * Does what is due. A repetition does nothing twice.
     *
     * @return how long it is until the next work is due; not positive if it is due now, empty if no work has a time
     */
    Uni<Optional<Duration>> run();
}
