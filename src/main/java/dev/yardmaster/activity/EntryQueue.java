package dev.yardmaster.activity;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The entries that are not stored yet, at most {@value #MOST}. A later form of an entry replaces the earlier one. Counts the entries that it
 * had no room for. For any thread.
 */
final class EntryQueue {
    static final int MOST = 10_000;

    private final Map<UUID, Entry> waiting = new LinkedHashMap<>();
    private int lost;

    /** Adds an entry, unless the queue is full. */
    synchronized void add(Entry entry) {
        if (waiting.size() < MOST || waiting.containsKey(entry.id())) {
            waiting.put(entry.id(), entry);
        } else {
            lost++;
        }
    }

    synchronized boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Removes and returns the first entries. */
    synchronized List<Entry> take(int most) {
        List<Entry> taken = new ArrayList<>();
        for (Iterator<Entry> entries = waiting.values().iterator(); entries.hasNext() && taken.size() < most; ) {
            taken.add(entries.next());
            entries.remove();
        }
        return taken;
    }

    /** Returns entries that could not be stored. A form that has been added since then is newer. */
    synchronized void putBack(List<Entry> entries) {
        entries.forEach(entry -> {
            if (!waiting.containsKey(entry.id())) {
                add(entry);
            }
        });
    }

    /** The number of lost entries since the last call. */
    synchronized int takeLost() {
        int taken = lost;
        lost = 0;
        return taken;
    }
}
