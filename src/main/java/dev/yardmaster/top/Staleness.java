package dev.yardmaster.top;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** What has changed in the service and is not read yet. For any thread. */
final class Staleness {
    /** If more things of a kind have changed, the list is read. */
    private static final int MOST_SINGLE = 20;

    private Batch batch = Batch.empty();

    /**
     * What to read.
     *
     * @param kinds whose lists are read
     * @param things the ids of things that are read one by one
     */
    record Batch(Set<Kind> kinds, Map<Kind, Set<String>> things) {
        private static Batch empty() {
            return new Batch(EnumSet.noneOf(Kind.class), new EnumMap<>(Kind.class));
        }

        boolean isEmpty() {
            return kinds.isEmpty() && things.isEmpty();
        }
    }

    /** Takes an event of the feed of changes. */
    synchronized void changed(JsonNode change) {
        if (change.path("type").asText().equals("reset")) {
            all();
        } else {
            Kind.of(change.path("kind").asText())
                    .ifPresent(kind -> thing(kind, change.path("id").asText()));
        }
    }

    /** Everything is read again. */
    synchronized void all() {
        batch.kinds().addAll(EnumSet.allOf(Kind.class));
        notifyAll();
    }

    /** A thing is read again, and the dispatcher with it: its state and its counts depend on the others. */
    synchronized void thing(Kind kind, String id) {
        Set<String> ids = batch.things().computeIfAbsent(kind, _ -> new LinkedHashSet<>());
        ids.add(id);
        if (ids.size() > MOST_SINGLE) {
            batch.kinds().add(kind);
        }
        dispatcher();
    }

    /** The dispatcher is read again. */
    synchronized void dispatcher() {
        batch.kinds().add(Kind.DISPATCHER);
        notifyAll();
    }

    /** Puts back what could not be read. */
    synchronized void again(Batch failed) {
        batch.kinds().addAll(failed.kinds());
        failed.things().forEach((kind, ids) -> ids.forEach(id -> thing(kind, id)));
        notifyAll();
    }

    /** Waits until something has changed, but not longer than a time. Returns whether something has. */
    synchronized boolean await(Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        for (long left = longest.toMillis();
                batch.isEmpty() && left > 0;
                left = (end - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
        return !batch.isEmpty();
    }

    /** Takes everything that has changed. */
    synchronized Batch take() {
        Batch taken = batch;
        taken.kinds().forEach(taken.things()::remove);
        batch = Batch.empty();
        return taken;
    }
}
