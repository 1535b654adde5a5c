package dev.yardmaster.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The place of one value in the JSON of MCP servers.
 *
 * @param field {@code env} or {@code headers}
 * @param name the name of the variable or header
 */
record ValuePlace(String server, String field, String name) {
    private static final List<String> FIELDS = List.of("env", "headers");

    /** Returns the places of all values. */
    static Stream<ValuePlace> in(ObjectNode servers) {
        return servers.properties().stream()
                .flatMap(server -> FIELDS.stream()
                        .flatMap(field -> names(server.getValue().path(field))
                                .map(name -> new ValuePlace(server.getKey(), field, name))));
    }

    /** Returns a copy of the servers with other values. */
    static ObjectNode map(ObjectNode servers, BiFunction<ValuePlace, JsonNode, JsonNode> change) {
        ObjectNode copy = servers.deepCopy();
        in(servers)
                .forEach(place -> ((ObjectNode) copy.path(place.server).path(place.field))
                        .set(place.name, change.apply(place, place.value(servers))));
        return copy;
    }

    JsonNode value(ObjectNode servers) {
        return servers.path(server).path(field).path(name);
    }

    /** The place as a text, such as {@code files/env/TOKEN}. */
    @Override
    public String toString() {
        return server + "/" + field + "/" + name;
    }

    private static Stream<String> names(JsonNode values) {
        Iterable<String> names = values::fieldNames;
        return StreamSupport.stream(names.spliterator(), false);
    }
}
