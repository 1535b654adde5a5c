package dev.yardmaster.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yardmaster.provider.resolution.Resolution;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Resolutions as they are stored with their sessions. For any thread. */
@Singleton
class ResolutionJson {
    private final ObjectMapper mapper;

    ResolutionJson(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    JsonObject json(Resolution resolution) {
        try {
            return new JsonObject(mapper.writeValueAsString(resolution));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Null for a session that was stored before resolutions were. */
    @Nullable
    Resolution resolution(@Nullable JsonObject stored) {
        try {
            return stored == null ? null : mapper.readValue(stored.encode(), Resolution.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A stored resolution can't be read", e);
        }
    }
}
