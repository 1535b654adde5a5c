package dev.yardmaster.access;

import io.smallrye.mutiny.Uni;

/**
 * A kind of things that requests change. The activity compares a thing before and after a request with it. All CDI beans of this type are used.
 */
public interface RecordedThing {
    /** The part of the paths of its routes after {@code /api/}, such as {@code agents}. */
    String collection();

    /**
     * A thing as the response to a change shows it. Fails if it does not exist.
     *
     * @param key the rest of its path, such as its id; empty if there is one thing only
     */
    Uni<?> shown(String key);
}
