package dev.yardmaster.top;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Fleets for tests, from the JSON of {@link FleetFixture}. */
final class Fleets {
    static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final ObjectMapper JSON = new ObjectMapper();

    private Fleets() {}

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The fleet of the fixture, and one session that has printed something. */
    static Fleet working() {
        var fleet = new Fleet("http://127.0.0.1:8484");
        fleet.replace(Kind.DISPATCHER, all(List.of(FleetFixture.DISPATCHER)));
        fleet.replace(Kind.AGENT, all(FleetFixture.AGENTS));
        fleet.replace(Kind.SESSION, all(FleetFixture.SESSIONS));
        fleet.replace(
                Kind.TASK,
                Stream.concat(FleetFixture.RUNNING_TASKS.stream(), FleetFixture.OPEN_TASKS.stream())
                        .map(Fleets::json)
                        .toList());
        fleet.replace(Kind.POOL, all(FleetFixture.POOLS));
        fleet.replace(Kind.LIMIT, all(FleetFixture.LIMITS));
        fleet.connection(new Connection.Live());
        fleet.about(Optional.of("1.2.3"), Optional.of(NOW.minusSeconds(3725)));
        fleet.event(json("{\"session\":\"" + FleetFixture.ADA_SESSION
                + "\",\"type\":\"tool.call\",\"data\":{\"name\":\"Bash\",\"input\":{\"command\":\"mvn test\"}}}"));
        return fleet;
    }

    /** A fleet with many agents without sessions. */
    static Fleet of(int agents) {
        var fleet = new Fleet("http://127.0.0.1:8484");
        fleet.replace(Kind.DISPATCHER, all(List.of(FleetFixture.DISPATCHER)));
        for (int i = 0; i < agents; i++) {
            fleet.put(
                    Kind.AGENT,
                    "id" + i,
                    json("{\"id\":\"id%d\",\"name\":\"agent-%03d\",\"state\":\"idle\"}".formatted(i, i)));
        }
        fleet.connection(new Connection.Live());
        return fleet;
    }

    private static List<JsonNode> all(List<String> texts) {
        return texts.stream().map(Fleets::json).toList();
    }
}
