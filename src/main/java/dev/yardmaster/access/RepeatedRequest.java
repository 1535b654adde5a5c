package dev.yardmaster.access;

import io.vertx.ext.web.RoutingContext;

/** Marks requests that only get the answer of an earlier request again, so they change nothing. */
public final class RepeatedRequest {
    private static final String KEY = RepeatedRequest.class.getName();

    private RepeatedRequest() {}

    public static void mark(RoutingContext context) {
        context.put(KEY, true);
    }

    public static boolean is(RoutingContext context) {
        return context.get(KEY) != null;
    }
}
