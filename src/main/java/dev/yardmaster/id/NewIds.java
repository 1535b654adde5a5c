package dev.yardmaster.id;

import io.vertx.ext.web.RoutingContext;
import java.util.UUID;

/**
 * The ids of the things that a request creates. A request with an {@code Idempotency-Key} has reserved them, so that its repetition uses the
 * same ids and can't create anything twice.
 *
 * @param first the id of what the request creates; for a request that creates several things, the id of the thing that contains them
 */
public record NewIds(UUID first) {
    private static final String KEY = NewIds.class.getName();

    /** The reserved ids of a request; new ones if it has reserved none. */
    public static NewIds of(RoutingContext context) {
        NewIds reserved = context.get(KEY);
        return reserved == null ? new NewIds(Ids.next()) : reserved;
    }

    /**
     * The id of one of several things. The last bits of an id are random, so counting up from it gives ids that nothing else has.
     *
     * @param index from 0; none of these ids is {@link #first}
     */
    public UUID item(int index) {
        return new UUID(first.getMostSignificantBits(), first.getLeastSignificantBits() + 1 + index);
    }

    /** Reserves these ids for a request. */
    public void putInto(RoutingContext context) {
        context.put(KEY, this);
    }
}
