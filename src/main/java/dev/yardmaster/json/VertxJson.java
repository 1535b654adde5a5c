package dev.yardmaster.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.json.JsonObject;

/** JSON objects of the database as those of the API. */
public final class VertxJson {
    private static final JsonMapper MAPPER = new JsonMapper();

    private VertxJson() {}

    public static ObjectNode of(JsonObject json) {
        try {
            return MAPPER.readValue(json.encode(), ObjectNode.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A JSON object is one", e);
        }
    }
}
