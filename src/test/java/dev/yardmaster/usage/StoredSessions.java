package dev.yardmaster.usage;

import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.UUID;

/** Inserts rows of sessions without running them. */
final class StoredSessions {
    private static final String INSERT =
            "INSERT INTO session SELECT * FROM jsonb_populate_record(NULL::session, $1::jsonb)";

    private final Pool pool;

    StoredSessions(Pool pool) {
        this.pool = pool;
    }

    /** Stores an ended session of an unknown agent that started now. {@code fields} replace or add columns. */
    UUID store(JsonObject fields) {
        UUID id = UUID.randomUUID();
        JsonObject row = new JsonObject()
                .put("id", id.toString())
                .put("instance", UUID.randomUUID().toString())
                .put("agent", UUID.randomUUID().toString())
                .put("agent_name", "unknown")
                .put("provider", "codex")
                .put("executable", "codex")
                .put("mode", "bidirectional")
                .put("directory", "/nowhere")
                .put("state", "completed")
                .put("started_at", Instant.now().toString())
                .put("ended_at", Instant.now().toString())
                .put("input_tokens", 0)
                .put("output_tokens", 0)
                .put("cache_read_tokens", 0)
                .put("cache_write_tokens", 0)
                .mergeIn(fields);
        pool.preparedQuery(INSERT).execute(Tuple.of(row)).await().indefinitely();
        return id;
    }
}
