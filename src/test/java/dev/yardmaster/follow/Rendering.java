package dev.yardmaster.follow;

import dev.yardmaster.testkit.ManualClock;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Renders events for tests. Its methods return changed copies. */
record Rendering(OptionalInt columns, boolean colored, boolean withTools, Map<String, SessionCard> cards) {
    static final Rendering PIPE = new Rendering(OptionalInt.empty(), false, false, Map.of());
    private static final String FIRST_LINE = "= session " + RecordedEvents.SESSION + "\n";

    static Rendering terminal(int columns) {
        return new Rendering(OptionalInt.of(columns), false, false, Map.of());
    }

    Rendering inColor() {
        return new Rendering(columns, true, withTools, cards);
    }

    Rendering withToolsUnfolded() {
        return new Rendering(columns, colored, true, cards);
    }

    Rendering with(SessionCard... known) {
        Map<String, SessionCard> all =
                Arrays.stream(known).collect(Collectors.toMap(SessionCard::id, Function.identity()));
        return new Rendering(columns, colored, withTools, all);
    }

    EventRenderer renderer() {
        Clock clock = new ManualClock();
        return new EventRenderer(
                new Screen(columns, colored), withTools, clock, id -> Optional.ofNullable(cards.get(id)));
    }

    /** The text of events in this order. */
    String of(List<String> events) {
        EventRenderer renderer = renderer();
        return events.stream()
                        .map(event -> renderer.render(Event.parse(event).orElseThrow()))
                        .collect(Collectors.joining())
                + renderer.close();
    }

    /** The text of events of one session, without its first line. */
    String of(String... events) {
        String text = of(List.of(events));
        return text.startsWith(FIRST_LINE) ? text.substring(FIRST_LINE.length()) : text;
    }
}
