package dev.yardmaster.session.log;

import java.util.concurrent.locks.LockSupport;

/** The clock and the waits of the log writer's thread. Both waits may return early, as those of {@link LockSupport} may. */
interface Parking {
    /** Parks the calling thread; {@link LockSupport#unpark} ends the wait. */
    Parking THREAD = new Parking() {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public void park() {
            LockSupport.park(this);
        }

        @Override
        public void park(long nanos) {
            LockSupport.parkNanos(this, nanos);
        }
    };

    /** As {@link System#nanoTime}. */
    long nanoTime();

    /** Waits without a time limit. */
    void park();

    /** Waits for at most this time. */
    void park(long nanos);
}
