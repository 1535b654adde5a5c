package dev.yardmaster.session.log;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** A clock that moves only while its thread waits. Each wait runs the next of the given actions and ends; without one it takes its time. */
final class ManualParking implements Parking {
    private final Queue<Runnable> actions = new ArrayDeque<>();
    private final List<Duration> waits = new ArrayList<>();
    private long now;

    /** Runs an action during a wait. */
    void during(Runnable action) {
        actions.add(action);
    }

    /** The waits that took their whole time. */
    List<Duration> waits() {
        return waits;
    }

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public void park() {
        actions.remove().run();
    }

    @Override
    public void park(long nanos) {
        Runnable action = actions.poll();
        if (action == null) {
            now += nanos;
            waits.add(Duration.ofNanos(nanos));
        } else {
            action.run();
        }
    }
}
