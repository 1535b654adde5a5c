package dev.yardmaster.follow;

import java.util.LinkedHashMap;
import java.util.Map;

/** Which events were shown, so that none is shown twice. Not thread-safe. */
final class SeenEvents {
    private static final int SESSIONS = 1_000;

    // The last sequence number of each session.
    private final Map<String, Long> last = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > SESSIONS;
        }
    };

    /** Returns whether an event is new, and counts it as shown. */
    boolean add(Event event) {
        long shown = last.getOrDefault(event.session(), 0L);
        if (event.seq() <= shown && !takesBack(event, shown)) {
            return false;
        }
        last.put(event.session(), event.seq());
        return true;
    }

    boolean isEmpty() {
        return last.isEmpty();
    }

    /** Whether an event reports that the log ends before the events that were shown, because a crash has lost them. Others get their numbers. */
    private static boolean takesBack(Event event, long shown) {
        return event.is("gap") && event.data().path("to").asLong() >= shown;
    }
}
