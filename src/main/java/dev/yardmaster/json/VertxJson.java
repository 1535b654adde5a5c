package dev.yardmaster.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.json.JsonObject;

/** Converts the JSON objects of the database driver (Vert.x) into those of the HTTP API (Jackson). */
public final class VertxJson {
    private static final JsonMapper MAPPER = new JsonMapper();

    private VertxJson() {}

    /** Returns a copy of a Vert.x object as a Jackson tree. */
    public static ObjectNode of(JsonObject json) {
        try {
            return MAPPER.readValue(json.encode(), ObjectNode.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Vert.x encoded an object as invalid JSON", e);
        }
    }
}
