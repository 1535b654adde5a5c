package dev.yardmaster.top;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.client.Call;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The kinds of things that the screen shows. */
enum Kind {
    DISPATCHER("/api/dispatcher"),
    AGENT("/api/agents"),
    POOL("/api/pools"),
    LIMIT("/api/limits"),
    SESSION("/api/sessions", "starting", "running"),
    TASK("/api/tasks", "running", "open");

    private static final String PAGE = "1000";
    /** The prompts of open tasks can be long, so only the oldest tasks are read. */
    static final int MOST_OPEN_TASKS = 200;

    private final String path;
    private final List<String> states;

    Kind(String path, String... states) {
        this.path = path;
        this.states = List.of(states);
    }

    /** The kind with this name in the feed of changes; empty if the screen does not show it. */
    static Optional<Kind> of(String name) {
        return Arrays.stream(values())
                .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(name))
                .findAny();
    }

    /** Reads one thing. */
    Call one(String id) {
        return Call.get(this == DISPATCHER ? path : path + "/" + Call.part(id));
    }

    /** Reads all things that are shown. */
    List<Call> all() {
        return switch (this) {
            case DISPATCHER -> List.of(Call.get(path));
            case AGENT, POOL, LIMIT -> List.of(Call.get(path).with("limit", PAGE));
            case SESSION -> List.of(inStates(Set.copyOf(states)).with("limit", PAGE));
            case TASK ->
                List.of(
                        inStates(Set.of("running")).with("limit", PAGE),
                        inStates(Set.of("open")).with("sort", "created").with("limit", "" + MOST_OPEN_TASKS));
        };
    }

    /** Whether all pages of a list are read. */
    boolean readsAllPages(Call list) {
        return list.query().stream().noneMatch(parameter -> parameter.getKey().equals("sort"));
    }

    /** Whether the screen shows a thing in its state. */
    boolean isShown(JsonNode thing) {
        return states.isEmpty() || states.contains(thing.path("state").asText());
    }

    private Call inStates(Set<String> wanted) {
        Call call = Call.get(path);
        for (String state : states) {
            call = wanted.contains(state) ? call.with("state", state) : call;
        }
        return call;
    }
}
