package dev.yardmaster.executable;

import dev.yardmaster.executable.StoredExecutable.Plain;
import dev.yardmaster.executable.StoredExecutable.Sealed;
import dev.yardmaster.executable.StoredExecutable.Value;
import dev.yardmaster.provider.LaunchMode;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The executables that users have stored. */
@Singleton
class ExecutableRepository {
    private static final String PUT = """
            INSERT INTO executable (name, provider, path, arguments, environment, launch_mode)
            VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (name) DO UPDATE SET provider = excluded.provider, path = excluded.path,
                arguments = excluded.arguments, environment = excluded.environment, launch_mode = excluded.launch_mode
            """;

    private static final String USERS = """
            SELECT 'the agent ''' || name || '''' FROM agent WHERE executable = $1 OR $1 = ANY(fallback_chain)
            UNION ALL
            SELECT 'the project ''' || name || '''' FROM project WHERE $1 = ANY(fallback_chain)
            UNION ALL
            SELECT 'the fallback chain of the settings' FROM setting WHERE key = 'fallbackChain' AND value ? $1
            """;

    /** All by name. */
    Uni<List<StoredExecutable>> list(SqlClient client) {
        return client.query("SELECT * FROM executable ORDER BY name")
                .execute()
                .map(rows -> rows.stream().map(ExecutableRepository::executable).toList());
    }

    /** One of them. */
    Uni<Optional<StoredExecutable>> find(SqlClient client, String name) {
        return client.preparedQuery("SELECT * FROM executable WHERE name = $1")
                .execute(Tuple.of(name))
                .map(rows -> rows.stream().findFirst().map(ExecutableRepository::executable));
    }

    /** One of them within a transaction; nobody else changes any until it ends. */
    Uni<Optional<StoredExecutable>> lock(SqlConnection transaction, String name) {
        return transaction
                .query("LOCK TABLE executable IN SHARE ROW EXCLUSIVE MODE")
                .execute()
                .chain(() -> find(transaction, name));
    }

    Uni<Void> put(SqlConnection transaction, StoredExecutable executable) {
        return transaction
                .preparedQuery(PUT)
                .execute(Tuple.tuple()
                        .addString(executable.name())
                        .addString(executable.provider())
                        .addString(executable.path().orElse(null))
                        .addArrayOfString(executable.arguments().toArray(String[]::new))
                        .addJsonObject(json(executable.environment()))
                        .addString(executable.mode().map(LaunchMode::value).orElse(null)))
                .replaceWithVoid();
    }

    Uni<Void> remove(SqlConnection transaction, String name) {
        return transaction
                .preparedQuery("DELETE FROM executable WHERE name = $1")
                .execute(Tuple.of(name))
                .replaceWithVoid();
    }

    /** Who uses an executable, such as {@code the agent 'ann'}. */
    Uni<List<String>> users(SqlConnection transaction, String name) {
        return transaction
                .preparedQuery(USERS)
                .execute(Tuple.of(name))
                .map(rows -> rows.stream().map(row -> row.getString(0)).toList());
    }

    private static StoredExecutable executable(Row row) {
        return new StoredExecutable(
                row.getString("name"),
                row.getString("provider"),
                Optional.ofNullable(row.getString("path")),
                List.of(row.getArrayOfStrings("arguments")),
                environment(row.getJsonObject("environment")),
                Optional.ofNullable(row.getString("launch_mode")).map(LaunchMode::of));
    }

    private static JsonObject json(Map<String, Value> environment) {
        JsonObject json = new JsonObject();
        environment.forEach((name, value) -> json.put(
                name,
                switch (value) {
                    case Plain(String text) -> text;
                    case Sealed(String text) -> new JsonObject().put("sealed", text);
                }));
        return json;
    }

    private static Map<String, Value> environment(JsonObject json) {
        Map<String, Value> environment = new HashMap<>();
        json.forEach(entry -> environment.put(
                entry.getKey(),
                entry.getValue() instanceof JsonObject secret
                        ? new Sealed(secret.getString("sealed"))
                        : new Plain(String.valueOf(entry.getValue()))));
        return environment;
    }
}
