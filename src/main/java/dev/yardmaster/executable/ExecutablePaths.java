package dev.yardmaster.executable;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.util.Map;

/** Where users have set the paths of programs by provider; the settings implement it. */
public interface ExecutablePaths {
    /** The path of the program of a provider's default executable, by the provider's id; only those that are set. */
    Uni<Map<String, String>> byProvider(SqlClient client);
}
