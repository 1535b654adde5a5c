package dev.yardmaster.sse;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;

/**
 * Collects what has changed for {@link #MILLIS}, so that several changes of one thing are one event. A batch has at most {@link #MOST} things;
 * it is discarded if there are more. For any thread.
 *
 * @param <K> names a thing
 * @param <V> a change of a thing
 */
public final class EventBatch<K, V> {
    /** How long a batch collects, in milliseconds. */
    public static final long MILLIS = 100;

    static final int MOST = 1000;

    private final BinaryOperator<V> merge;
    private final Consumer<Runnable> timer;
    private final Consumer<Map<K, V>> onBatch;
    private final Runnable onDiscard;
    private Map<K, V> changes = new LinkedHashMap<>();
    private boolean waiting;
    private boolean discarded;

    /**
     * @param merge makes one change of an earlier and a later one
     * @param timer runs an action after {@link #MILLIS}
     * @param onBatch takes the changes of a batch, in the order in which the things first changed
     * @param onDiscard runs instead if a batch was discarded
     */
    public EventBatch(
            BinaryOperator<V> merge, Consumer<Runnable> timer, Consumer<Map<K, V>> onBatch, Runnable onDiscard) {
        this.merge = merge;
        this.timer = timer;
        this.onBatch = onBatch;
        this.onDiscard = onDiscard;
    }

    /** Adds a change to the batch. The first one starts the timer. */
    public void add(K thing, V change) {
        if (collect(thing, change)) {
            timer.accept(this::end);
        }
    }

    private synchronized boolean collect(K thing, V change) {
        boolean starts = !waiting;
        waiting = true;
        if (!discarded) {
            changes.merge(thing, change, merge);
        }
        if (changes.size() > MOST) {
            discarded = true;
            changes.clear();
        }
        return starts;
    }

    private void end() {
        Map<K, V> collected;
        boolean lost;
        synchronized (this) {
            collected = changes;
            lost = discarded;
            changes = new LinkedHashMap<>();
            waiting = false;
            discarded = false;
        }
        if (lost) {
            onDiscard.run();
        } else {
            onBatch.accept(collected);
        }
    }
}
