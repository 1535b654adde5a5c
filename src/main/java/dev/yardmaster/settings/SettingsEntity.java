package dev.yardmaster.settings;

import io.vertx.core.json.JsonObject;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.NullUnmarked;

/** The only row of the table {@code settings}: a {@link SettingsSpec} as JSON. */
@Entity
@Table(name = "settings")
@NullUnmarked
class SettingsEntity {
    static final boolean ID = true;

    @Id
    boolean sole;

    JsonObject value;
}
