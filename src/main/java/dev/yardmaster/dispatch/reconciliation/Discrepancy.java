package dev.yardmaster.dispatch.reconciliation;

import java.util.UUID;

/** Something in the database that does not fit together, and that nothing but the {@link Reconciler} puts right. */
sealed interface Discrepancy {
    /** A session of this service is open, but the service does not run it. */
    record UntrackedSession(UUID session) implements Discrepancy {}

    /** A session has ended, but still occupies slots. */
    record LeftoverSlots(UUID session) implements Discrepancy {}

    /** A task is running, but no open session works on it. */
    record TaskWithoutSession(UUID task) implements Discrepancy {}
}
