package dev.yardmaster.sse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.sse.FrameSource.Next;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecentEventsTest {
    private static final Pattern FRAME = Pattern.compile("id: (\\S+)\nevent: (\\S+)\ndata: (.*)\n\n");

    private final RecentEvents events = new RecentEvents();

    @Test
    void shouldStartWithAResetAndContinueWithNewEvents() {
        // Given
        add("a");
        FrameSource source = events.open(Optional.empty());

        // When
        List<String> first = read(source);
        add("b", "c");
        List<String> then = read(source);

        // Then
        assertThat(first).containsExactly("reset");
        assertThat(then).containsExactly("b", "c");
        assertThat(source.next()).isEqualTo(new Next.Nothing());
    }

    @Test
    void shouldContinueAfterTheLastEventOfAReconnectingClient() {
        // Given
        add("a", "b", "c");
        FrameSource source = events.open(Optional.empty());
        String seen = ids(source).getLast();
        add("d", "e");

        // When
        List<String> missed = read(events.open(Optional.of(seen)));

        // Then
        assertThat(missed).containsExactly("d", "e");
    }

    @Test
    void shouldSendNothingToAClientThatHasSeenAll() {
        // Given
        add("a");
        String seen = ids(events.open(Optional.empty())).getLast();

        // When
        Next next = events.open(Optional.of(seen)).next();

        // Then
        assertThat(next).isEqualTo(new Next.Nothing());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "x-1", "00000000-1", "-1", "1-1-1"})
    void shouldResetAClientWithTheIdOfAnotherFeed(String id) {
        // Given
        add("a");

        // When
        List<String> types = read(events.open(Optional.of(id)));

        // Then
        assertThat(types).containsExactly("reset");
    }

    @Test
    void shouldResetAClientThatIsAheadOfTheFeed() {
        // Given
        add("a");
        String id = ids(events.open(Optional.empty())).getLast();

        // When
        List<String> types = read(events.open(Optional.of(id.replaceFirst("-.*", "-9"))));

        // Then
        assertThat(types).containsExactly("reset");
    }

    @Test
    void shouldResetAClientWhoseEventsAreNotInMemoryAnyMore() {
        // Given
        FrameSource slow = events.open(Optional.empty());
        read(slow);
        String long1 = "x".repeat(RecentEvents.MOST_BYTES / 3);
        IntStream.range(0, 4).forEach(_ -> events.add(List.of(new SseEvent("long", long1))));

        // When
        List<String> types = read(slow);
        add("a");

        // Then
        assertThat(types).containsExactly("reset");
        assertThat(read(slow)).containsExactly("a");
    }

    @Test
    void shouldSendAllOfManyEvents() {
        // Given
        FrameSource source = events.open(Optional.empty());
        read(source);

        // When
        events.add(IntStream.range(0, 5000)
                .mapToObj(i -> new SseEvent("e" + i, "{}"))
                .toList());

        // Then
        assertThat(read(source))
                .isEqualTo(IntStream.range(0, 5000).mapToObj(i -> "e" + i).toList());
    }

    @Test
    void shouldResetAllClients() {
        // Given
        FrameSource source = events.open(Optional.empty());
        read(source);

        // When
        add("a");
        events.reset();

        // Then
        assertThat(read(source)).containsExactly("a", "reset");
    }

    private void add(String... types) {
        events.add(List.of(types).stream().map(type -> new SseEvent(type, "{}")).toList());
    }

    private static List<String> read(FrameSource source) {
        return frames(source).stream().map(frame -> frame.group(2)).toList();
    }

    private static List<String> ids(FrameSource source) {
        return frames(source).stream().map(frame -> frame.group(1)).toList();
    }

    private static List<MatchResult> frames(FrameSource source) {
        StringBuilder text = new StringBuilder();
        while (source.next() instanceof Next.Now(var bytes)) {
            text.append(new String(bytes.toArray(), StandardCharsets.UTF_8));
        }
        return FRAME.matcher(text).results().toList();
    }
}
