package dev.yardmaster.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Watches the dispatcher: shows how long it waits while every executable is limited. Called by one thread. */
final class DemoPause {
    private final DemoConsole console;
    private final DemoStory story;
    private final Clock clock;
    private Optional<Period> period = Optional.empty();
    private boolean waiting;

    DemoPause(DemoConsole console, DemoStory story, Clock clock) {
        this.console = console;
        this.story = story;
        this.clock = clock;
    }

    /**
     * The time in which no session could run.
     *
     * @param until the soonest reset, as the dispatcher reported it
     */
    record Period(Instant from, Instant until) {}

    /** Takes what {@code GET /api/dispatcher} returned. */
    void update(JsonNode dispatcher) {
        boolean idle = dispatcher.path("state").asText().equals("waiting")
                && dispatcher.path("running").asInt() == 0
                && dispatcher.has("until");
        if (idle) {
            Instant until = Instant.parse(dispatcher.path("until").asText());
            if (!waiting) {
                begin(until);
            }
            console.status(console.yellow("          \u23f8 work continues by itself in " + seconds(until) + " s "));
        } else if (waiting) {
            waiting = false;
            console.status("");
            story.line(console.green("\u25b6 The limit was reset. Work continues by itself."));
        }
    }

    /** The first period; empty if sessions could run at any time. */
    Optional<Period> period() {
        return period;
    }

    private void begin(Instant until) {
        waiting = true;
        period = period.or(() -> Optional.of(new Period(clock.instant(), until)));
        story.line(console.yellow("\u23f8 Every executable is limited. The dispatcher waits for the soonest reset: "
                + DemoStory.clock(until) + ", in " + seconds(until) + " s."));
    }

    private long seconds(Instant until) {
        return Math.max(0, (Duration.between(clock.instant(), until).toMillis() + 999) / 1000);
    }
}
