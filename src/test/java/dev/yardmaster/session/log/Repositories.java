package dev.yardmaster.session.log;

import io.vertx.mutiny.sqlclient.Pool;

/** Creates repositories of logs. */
public final class Repositories {
    private Repositories() {}

    /** The repository of another service that uses the same database. */
    public static ChunkRepository ofAnotherService(Pool pool) {
        return new ChunkRepository(pool);
    }
}
