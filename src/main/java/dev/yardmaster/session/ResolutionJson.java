package dev.yardmaster.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yardmaster.provider.resolution.Resolution;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;

/** Converts resolutions to the JSON that is stored with their sessions, and back. For any thread. */
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

    Resolution resolution(JsonObject stored) {
        try {
            return mapper.readValue(stored.encode(), Resolution.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A stored resolution can't be read", e);
        }
    }
}
