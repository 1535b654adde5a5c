package dev.yardmaster.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yardmaster.executable.ExecutablePaths;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The stored settings. */
@ApplicationScoped
class SettingsRepository implements PanacheRepositoryBase<SettingsEntity, Boolean>, ExecutablePaths {
    private final ObjectMapper mapper;

    SettingsRepository(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    @WithSession
    Uni<SettingsSpec> read() {
        return findById(SettingsEntity.ID).map(entity -> spec(entity.value));
    }

    /** The settings, read over a connection of the caller. */
    Uni<SettingsSpec> read(SqlClient client) {
        return client.query("SELECT value FROM settings")
                .execute()
                .map(rows -> spec(rows.iterator().next().getJsonObject("value")));
    }

    @Override
    @WithSession
    public Uni<Map<String, String>> byProvider() {
        return read().map(spec -> spec.executablePaths().orElse(Map.of()));
    }

    /** Replaces the settings. Concurrent changes run one after another, each on the result of the one before; readers do not wait. */
    @WithTransaction
    Uni<SettingsSpec> change(UnaryOperator<SettingsSpec> change) {
        return findById(SettingsEntity.ID, LockModeType.PESSIMISTIC_WRITE).map(entity -> {
            SettingsSpec changed = change.apply(spec(entity.value));
            entity.value = new JsonObject(mapper.valueToTree(changed).toString());
            return changed;
        });
    }

    private SettingsSpec spec(JsonObject json) {
        try {
            return mapper.readValue(json.encode(), SettingsSpec.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "The table settings contains a value that no version of this service writes", e);
        }
    }
}
