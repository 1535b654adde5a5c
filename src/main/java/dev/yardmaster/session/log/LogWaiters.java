package dev.yardmaster.session.log;

import io.netty.util.concurrent.EventExecutor;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Who waits for more of a log. Waiters live on event loops; waking costs at most one hop per event loop however many wait there, and
 * none while an earlier hop is still on its way. {@link #wake} may be called from any thread, the rest on the waiter's own loop.
 */
public final class LogWaiters {
    private final ConcurrentMap<EventExecutor, Group> groups = new ConcurrentHashMap<>();

    /** Adds a waiter; to be called on {@code loop}, where it is then run after each wake. */
    public void add(EventExecutor loop, Runnable waiter) {
        groups.computeIfAbsent(loop, Group::new).members.add(waiter);
    }

    /** Removes a waiter; to be called on {@code loop}. */
    public void remove(EventExecutor loop, Runnable waiter) {
        Group group = groups.get(loop);
        if (group != null && group.members.remove(waiter) && group.members.isEmpty()) {
            groups.remove(loop);
        }
    }

    void wake() {
        groups.values().forEach(Group::wake);
    }

    private static final class Group implements Runnable {
        private final EventExecutor loop;
        private final AtomicBoolean onItsWay = new AtomicBoolean();
        // Touched on the loop only.
        private final Set<Runnable> members = new LinkedHashSet<>();

        Group(EventExecutor loop) {
            this.loop = loop;
        }

        void wake() {
            if (!onItsWay.get() && onItsWay.compareAndSet(false, true)) {
                loop.execute(this);
            }
        }

        @Override
        public void run() {
            onItsWay.set(false);
            // A waiter may leave while it runs.
            Set.copyOf(members).forEach(Runnable::run);
        }
    }
}
