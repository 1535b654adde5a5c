package dev.yardmaster.executable;

import dev.yardmaster.executable.StoredExecutable.Plain;
import dev.yardmaster.executable.StoredExecutable.Sealed;
import dev.yardmaster.executable.StoredExecutable.Value;
import dev.yardmaster.provider.LaunchMode;
import io.vertx.core.json.JsonObject;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** A row of the table {@code executable}: the only mapping of its columns. */
@Entity
@Table(name = "executable")
@DynamicUpdate
@NullUnmarked
class ExecutableEntity {
    @Id
    String name;

    String provider;

    @Nullable
    String path;

    String[] arguments;
    JsonObject environment;

    @Nullable
    @Column(name = "launch_mode")
    String launchMode;

    /** Takes over all fields but the name. */
    void apply(StoredExecutable stored) {
        provider = stored.provider();
        path = stored.path().orElse(null);
        arguments = stored.arguments().toArray(String[]::new);
        environment = json(stored.environment());
        launchMode = stored.mode().map(LaunchMode::value).orElse(null);
    }

    StoredExecutable toStored() {
        return new StoredExecutable(
                name,
                provider,
                Optional.ofNullable(path),
                List.of(arguments),
                values(environment),
                Optional.ofNullable(launchMode).map(LaunchMode::of));
    }

    private static JsonObject json(Map<String, Value> environment) {
        JsonObject json = new JsonObject();
        environment.forEach((variable, value) -> json.put(
                variable,
                switch (value) {
                    case Plain(String text) -> text;
                    case Sealed(String text) -> new JsonObject().put("sealed", text);
                }));
        return json;
    }

    private static Map<String, Value> values(JsonObject json) {
        Map<String, Value> environment = new HashMap<>();
        json.forEach(entry -> environment.put(
                entry.getKey(),
                entry.getValue() instanceof JsonObject secret
                        ? new Sealed(secret.getString("sealed"))
                        : new Plain(String.valueOf(entry.getValue()))));
        return environment;
    }
}
