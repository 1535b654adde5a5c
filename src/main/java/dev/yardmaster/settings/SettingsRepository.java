package dev.yardmaster.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yardmaster.executable.ExecutablePaths;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Map;

/** The settings as they are stored: a row for each key. */
@Singleton
class SettingsRepository implements ExecutablePaths {
    // One patch after the other; readers are not held up.
    private static final String LOCK = "LOCK TABLE setting IN SHARE ROW EXCLUSIVE MODE";

    private static final String READ = "SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM setting";

    private static final String WRITE = """
            WITH gone AS (DELETE FROM setting WHERE NOT $1::jsonb ? key)
            INSERT INTO setting (key, value) SELECT key, value FROM jsonb_each($1::jsonb)
            ON CONFLICT (key) DO UPDATE SET value = excluded.value
            """;

    private final ObjectMapper mapper;

    SettingsRepository(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    Uni<SettingsSpec> read(SqlClient client) {
        return client.query(READ)
                .execute()
                .map(rows -> spec(rows.iterator().next().getJsonObject(0)));
    }

    @Override
    public Uni<Map<String, String>> byProvider(SqlClient client) {
        return read(client).map(spec -> spec.executablePaths().orElse(Map.of()));
    }

    /** Within a transaction: nobody else changes them until it ends. */
    Uni<SettingsSpec> lock(SqlConnection transaction) {
        return transaction.query(LOCK).execute().chain(() -> read(transaction));
    }

    Uni<Void> write(SqlConnection transaction, SettingsSpec settings) {
        JsonObject json = new JsonObject(mapper.valueToTree(settings).toString());
        return transaction.preparedQuery(WRITE).execute(Tuple.of(json)).replaceWithVoid();
    }

    private SettingsSpec spec(JsonObject json) {
        try {
            return mapper.readValue(json.encode(), SettingsSpec.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The table setting holds what no version of this service has written", e);
        }
    }
}
