package dev.yardmaster.sse;

import io.netty.util.concurrent.EventExecutor;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * The readers that wait for new events of a log or feed. Each waiter runs on its own event loop. A wake-up submits at most one task per event loop,
 * independent of the number of waiters there, and none while an earlier task is still pending. A waiter that fails, or an event loop that
 * has ended, does not affect the other waiters. {@link #wake} may be called from any thread, the other methods on the waiter's own loop
 * only.
 */
public final class Waiters {
    private static final Logger LOG = Logger.getLogger(Waiters.class);

    private final ConcurrentMap<EventExecutor, Group> groups = new ConcurrentHashMap<>();

    /** Adds a waiter, which then runs on {@code loop} after each wake-up. Must be called on {@code loop}. */
    public void add(EventExecutor loop, Runnable waiter) {
        groups.computeIfAbsent(loop, Group::new).members.add(waiter);
    }

    /** Removes a waiter. Must be called on {@code loop}. */
    public void remove(EventExecutor loop, Runnable waiter) {
        Group group = groups.get(loop);
        if (group != null && group.members.remove(waiter) && group.members.isEmpty()) {
            groups.remove(loop);
        }
    }

    /** Wakes all waiters. */
    public void wake() {
        groups.values().forEach(Group::wake);
    }

    private static final class Group implements Runnable {
        private final EventExecutor loop;
        private final AtomicBoolean pending = new AtomicBoolean();
        // Accessed on the loop only.
        private final Set<Runnable> members = new LinkedHashSet<>();

        Group(EventExecutor loop) {
            this.loop = loop;
        }

        void wake() {
            if (!pending.get() && pending.compareAndSet(false, true)) {
                attempt(() -> loop.execute(this));
            }
        }

        @Override
        public void run() {
            pending.set(false);
            // A waiter may remove itself while it runs.
            Set.copyOf(members).forEach(Group::attempt);
        }

        private static void attempt(Runnable action) {
            try {
                action.run();
            } catch (Throwable e) {
                LOG.errorf(e, "state=reader_not_woken");
            }
        }
    }
}
