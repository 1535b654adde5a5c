package dev.yardmaster.top;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.client.ApiClient;
import dev.yardmaster.client.Call;
import dev.yardmaster.client.ClientException;
import dev.yardmaster.command.Pages;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the fleet over the API. Its methods throw {@link ClientException}. */
final class FleetReader {
    private static final String ITEMS = "items";
    private static final String UPTIME = "process_uptime_seconds ";

    private final ApiClient client;
    private final Fleet fleet;
    private final InstantSource clock;

    FleetReader(ApiClient client, Fleet fleet, InstantSource clock) {
        this.client = client;
        this.fleet = fleet;
        this.clock = clock;
    }

    void readAll() throws InterruptedException {
        read(new Staleness.Batch(EnumSet.allOf(Kind.class), Map.of()));
    }

    void read(Staleness.Batch batch) throws InterruptedException {
        for (Kind kind : batch.kinds()) {
            List<JsonNode> all = new ArrayList<>();
            for (Call list : kind.all()) {
                all.addAll(list(kind, list));
            }
            fleet.replace(kind, all);
        }
        for (var things : batch.things().entrySet()) {
            for (String id : things.getValue()) {
                readOne(things.getKey(), id);
            }
        }
    }

    /** Reads the version and the start of the service; they stay unknown if it does not show them. */
    void readAbout() throws InterruptedException {
        Optional<String> version = Optional.empty();
        Optional<Instant> startedAt = Optional.empty();
        try {
            version = Optional.of(client.send(Call.get("/q/openapi").with("format", "json"))
                            .path("info")
                            .path("version")
                            .asText())
                    .filter(text -> !text.isEmpty())
                    .map(SafeText::line);
            startedAt = Arrays.stream(
                            client.text(Call.get("/q/metrics"), "text/plain").split("\n"))
                    .filter(line -> line.startsWith(UPTIME))
                    .map(line -> Double.parseDouble(line.substring(UPTIME.length())))
                    .map(seconds -> clock.instant().minus(Duration.ofMillis((long) (seconds * 1000))))
                    .findAny();
        } catch (ClientException | NumberFormatException _) {
            // A proxy may not let these paths through, and the screen is useful without them.
        }
        fleet.about(version, startedAt);
    }

    private List<JsonNode> list(Kind kind, Call list) throws InterruptedException {
        if (kind == Kind.DISPATCHER) {
            return List.of(client.send(list));
        }
        return kind.readsAllPages(list) ? Pages.all(client, list, ITEMS) : Pages.first(client, list, ITEMS);
    }

    private void readOne(Kind kind, String id) throws InterruptedException {
        try {
            fleet.put(kind, id, client.send(kind.one(id)));
        } catch (ClientException e) {
            switch (e.kind()) {
                case NOT_FOUND -> fleet.remove(kind, id);
                case USAGE, REFUSED, NOT_ALLOWED, UNREACHABLE, INTERNAL -> throw e;
            }
        }
    }
}
