package dev.yardmaster.session.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.session.Floods;
import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.EventStream;
import dev.yardmaster.testkit.EventStream.Frame;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.cli.EventFlood;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class StreamTest {
    private static final EventFlood ODD =
            EventFlood.of(700).perMessage(100).giantLine(900_000).invalidUtf8();

    @TempDir
    Path directory;

    private final Api api = LocalService.api();

    @Test
    void shouldNotLoseEventsOfABurstWithTheFirstLine() {
        // Given
        String session = api.start(api.agent(Floods.atOnce(directory, EventFlood.of(50))), "go");

        // When
        List<Frame> seen;
        try (EventStream stream = EventStream.open(api, events(session))) {
            seen = stream.next(1 + 1 + 50);
        }

        // Then
        assertThat(seen)
                .extracting(Frame::seq)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 52).boxed().toList());
        assertThat(seen.stream().filter(frame -> frame.event().equals("message.delta")))
                .hasSize(50);
        stop(session);
    }

    @Test
    void shouldSendTheHeadersOfAnEventStream() {
        // Given
        String session = ended(EventFlood.of(3));

        // When
        try (EventStream stream = EventStream.open(api, events(session))) {
            // Then
            assertThat(stream.status()).isEqualTo(200);
            assertThat(stream.header("content-type")).isEqualTo("text/event-stream;charset=UTF-8");
            assertThat(stream.header("cache-control")).isEqualTo("no-cache, no-transform");
            assertThat(stream.header("x-accel-buffering")).isEqualTo("no");
            assertThat(stream.readAll().getLast().event()).isEqualTo("session.ended");
            assertThat(stream.over()).isTrue();
        }
    }

    @Test
    void shouldShowTheEndAfterTheTaskIsInItsFinalState() {
        for (int i = 0; i < 5; i++) {
            // Given
            String task = api.task(api.agent(Floods.atOnce(directory, EventFlood.of(3))), "go");
            String session = api.awaitSession(task);

            // When
            try (EventStream stream = EventStream.open(api, events(session))) {
                assertThat(stream.readAll().getLast().event()).isEqualTo("session.ended");
            }
            String state = api.json(api.get("/api/tasks/" + task)).getString("state");

            // Then
            assertThat(state).isEqualTo("done");
            assertThat(api.json(api.get("/api/sessions/" + session)).getString("state"))
                    .isEqualTo("completed");
        }
    }

    @Test
    void shouldAnswer204AfterTheLastEventOfAnEndedSession() {
        // Given
        String session = ended(EventFlood.of(3));
        String last = allOf(session).getLast().id();

        // When
        try (EventStream stream = EventStream.openAfter(api, events(session), last)) {
            // Then
            assertThat(stream.status()).isEqualTo(204);
        }
    }

    @Test
    void shouldSendAGapIfTheCursorIsAheadOfAnEndedSession() {
        // Given
        String session = ended(EventFlood.of(3));
        long last = allOf(session).getLast().seq();

        // When
        List<Frame> seen;
        try (EventStream stream = EventStream.open(api, events(session) + "?after=" + (last + 50))) {
            seen = stream.readAll();
        }

        // Then
        assertThat(seen).singleElement().satisfies(frame -> assertGap(frame, last));
    }

    @Test
    void shouldSendAGapAndContinueIfTheCursorIsAheadOfARunningSession() {
        // Given
        String session = api.start(api.agent(Floods.atOnce(directory, EventFlood.of(3))), "go");
        long last;
        try (EventStream stream = EventStream.open(api, events(session))) {
            last = Stream.generate(stream::next)
                    .filter(frame -> frame.event().equals("turn.ended"))
                    .findFirst()
                    .orElseThrow()
                    .seq();
        }

        // When
        List<Frame> seen = new ArrayList<>();
        try (EventStream stream = EventStream.openAfter(api, events(session), String.valueOf(last + 50))) {
            seen.add(stream.next());
            stop(session);
            seen.addAll(stream.readAll());
        }

        // Then
        assertGap(seen.getFirst(), last);
        assertThat(seen.get(1).seq()).isEqualTo(last + 1);
        assertThat(seen.getLast().event()).isEqualTo("session.ended");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "-1", "1.5", "1-2", "99999999999999999999", "%00", "1%0a2"})
    void shouldRejectAnInvalidCursor(String after) {
        // Given
        String path = events(UUID.randomUUID().toString()) + "?after=" + after;

        // When
        try (EventStream stream = EventStream.open(api, path)) {
            // Then
            assertThat(stream.status()).isEqualTo(400);
            assertThat(stream.header("content-type")).isEqualTo("application/problem+json");
        }
    }

    @Test
    void shouldRejectAnInvalidCursorInTheHeader() {
        // Given
        String session = ended(EventFlood.of(1));

        // When
        try (EventStream stream = EventStream.openAfter(api, events(session) + "?after=0", "nonsense")) {
            // Then
            assertThat(stream.status()).isEqualTo(400);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000000-0000-0000-0000-000000000000", "nonsense", "%00"})
    void shouldReturn404ForAnUnknownSession(String session) {
        // When
        try (EventStream stream = EventStream.open(api, events(session))) {
            // Then
            assertThat(stream.status()).isEqualTo(404);
        }
    }

    @Test
    void shouldStreamTheRawLinesDuringAndAfterTheSession() {
        // Given
        String agent = api.agent(Floods.inParts(directory, ODD, 20));
        String session = api.awaitSession(api.task(agent, "go"));

        // When
        List<String> live = rawOfStream(session);
        api.awaitEnd(session);
        List<String> stored = rawOfStream(session);

        // Then
        List<String> printed = Floods.lines(directory);
        assertThat(live).isEqualTo(printed);
        assertThat(stored).isEqualTo(printed);
    }

    @Test
    void shouldReturnTheRawLinesInPages() {
        // Given
        String session = ended(ODD);

        // When
        List<String> raw = new ArrayList<>();
        pages(session, 250, true).forEach(event -> lines(event).forEach(raw::add));

        // Then
        assertThat(raw).isEqualTo(Floods.lines(directory));
    }

    @Test
    void shouldReturnTheEventsOfTheStreamInPages() {
        // Given
        String session = ended(EventFlood.of(500).perMessage(50));

        // When
        List<JsonObject> events = pages(session, 33, false);

        // Then
        assertThat(events).isEqualTo(allOf(session).stream().map(Frame::json).toList());
        assertThat(events.getFirst().containsKey("raw")).isFalse();
    }

    @Test
    void shouldReturnAPageOfARunningSession() {
        // Given
        String session = api.start(api.agent(Floods.atOnce(directory, EventFlood.of(60))), "go");
        List<Frame> streamed;
        try (EventStream stream = EventStream.open(api, events(session))) {
            streamed = stream.next(62);
        }

        // When
        JsonObject page = api.json(api.get(events(session) + "?after=10&limit=20"));

        // Then
        assertThat(page.getJsonArray("items"))
                .isEqualTo(new JsonArray(
                        streamed.subList(10, 30).stream().map(Frame::json).toList()));
        assertThat(page.getLong("next")).isEqualTo(30);
        assertThat(api.json(api.get(events(session) + "?after=100000"))).isEqualTo(new JsonObject("{\"items\":[]}"));
        stop(session);
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=1001", "limit=-1", "limit=x", "after=-1", "after=x"})
    void shouldRejectInvalidPageParameters(String query) {
        // Given
        String session = ended(EventFlood.of(1));

        // When
        HttpResponse<String> answer = api.get(events(session) + "?" + query);

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
    }

    private List<JsonObject> pages(String session, int limit, boolean raw) {
        List<JsonObject> events = new ArrayList<>();
        String query = events(session) + "?raw=" + raw + "&limit=" + limit + "&after=";
        JsonObject page = api.json(api.get(query + 0));
        page.getJsonArray("items").forEach(item -> events.add((JsonObject) item));
        while (page.containsKey("next")) {
            assertThat(page.getJsonArray("items")).hasSize(limit);
            page = api.json(api.get(query + page.getLong("next")));
            page.getJsonArray("items").forEach(item -> events.add((JsonObject) item));
        }
        return events;
    }

    private List<String> rawOfStream(String session) {
        try (EventStream stream = EventStream.open(api, events(session) + "?raw=true")) {
            return stream.readAll().stream()
                    .flatMap(frame -> lines(frame.json()))
                    .toList();
        }
    }

    private static Stream<String> lines(JsonObject event) {
        return event.getJsonArray("raw").stream().map(String.class::cast);
    }

    private static void assertGap(Frame frame, long last) {
        assertThat(frame.event()).isEqualTo("gap");
        assertThat(frame.seq()).isEqualTo(last);
        JsonObject gap = frame.json().getJsonObject("data");
        assertThat(gap.getLong("from")).isEqualTo(last + 1);
        assertThat(gap.getLong("to")).isEqualTo(last + 50);
    }

    private String ended(EventFlood flood) {
        String session = api.awaitSession(api.task(api.agent(Floods.atOnce(directory, flood)), "go"));
        api.awaitEnd(session);
        return session;
    }

    private List<Frame> allOf(String session) {
        try (EventStream stream = EventStream.open(api, events(session))) {
            return stream.readAll();
        }
    }

    private void stop(String session) {
        api.json(api.post("/api/sessions/" + session + "/stop", new JsonObject()));
    }

    private static String events(String session) {
        return "/api/sessions/" + session + "/events";
    }
}
