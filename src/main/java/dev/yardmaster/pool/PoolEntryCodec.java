package dev.yardmaster.pool;

import dev.yardmaster.agent.AgentMode;
import dev.yardmaster.agent.Role;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Converts entries to and from the JSON in which the database stores them. The number of an entry is its index in the array. */
final class PoolEntryCodec {
    private PoolEntryCodec() {}

    static JsonArray write(List<PoolEntry> entries) {
        JsonArray json = new JsonArray();
        entries.forEach(entry -> json.add(write(entry)));
        return json;
    }

    static List<PoolEntry> read(JsonArray json) {
        return IntStream.range(0, json.size())
                .mapToObj(number -> read(number, json.getJsonObject(number)))
                .toList();
    }

    private static JsonObject write(PoolEntry entry) {
        var json = new JsonObject().put("role", entry.role().value()).put("priority", entry.priority());
        entry.mode().ifPresent(mode -> json.put("mode", mode.value()));
        entry.focus().ifPresent(focus -> json.put("focus", focus));
        entry.slots().ifPresent(slots -> json.put("slots", slots));
        entry.provider().ifPresent(provider -> json.put("provider", provider));
        entry.model().ifPresent(model -> json.put("model", model));
        return json;
    }

    private static PoolEntry read(int number, JsonObject json) {
        return new PoolEntry(
                number,
                Role.of(json.getString("role")),
                Optional.ofNullable(json.getString("mode")).map(AgentMode::of),
                Optional.ofNullable(json.getString("focus")),
                json.getInteger("priority"),
                Optional.ofNullable(json.getInteger("slots")),
                Optional.ofNullable(json.getString("provider")),
                Optional.ofNullable(json.getString("model")));
    }
}
