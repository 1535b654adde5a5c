package dev.yardmaster.webhook.delivery;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The outbox, as the loop that delivers it needs it. */
interface DeliveryStore {
    /** Adds the deliveries of events that have become due, such as the end of a limit. */
    Uni<Void> announceDueEvents();

    /**
     * Claims deliveries whose attempt is due: for each webhook only a few at a time, and for each subject the oldest one.
     *
     * @param most the largest number
     * @param claim the time after which an attempt without a result counts as lost
     */
    Uni<List<ClaimedDelivery>> claim(int most, Duration claim);

    /**
     * Stores the result of an attempt.
     *
     * @param retry the delay before the next attempt; empty if a failed delivery is given up
     */
    Uni<Void> record(ClaimedDelivery delivery, Outcome outcome, Optional<Duration> retry);

    /** Removes deliveries that ended longer ago than this. */
    Uni<Void> removeOld(Duration age);
}
