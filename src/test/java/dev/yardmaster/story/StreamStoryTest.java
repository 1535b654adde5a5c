package dev.yardmaster.story;

import static dev.yardmaster.testkit.llm.Scenario.ok;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.EventStream;
import dev.yardmaster.testkit.EventStream.Frame;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.cli.EventFlood;
import dev.yardmaster.testkit.cli.RealCliTest;
import dev.yardmaster.testkit.llm.MockLlm;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Follows a session as a browser does. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
class StreamStoryTest extends Story {
    private static final int MEBIBYTE = 1 << 20;

    @Test
    @RealCliTest("claude-code")
    void shouldStreamTextWhileTheModelIsStillWriting() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            String agent = fixture.claude(llm.scenario(ok().chunks(10).perSecond(5)));
            String session = fixture.api().awaitSession(fixture.api().task(agent, "Talk"));

            // When
            try (EventStream stream = EventStream.open(fixture.api(), path(session))) {
                next(stream, "message.delta");
                long firstText = System.nanoTime();
                next(stream, "message");

                // Then: nine chunks were still missing, at five per second.
                assertThat(Duration.ofNanos(System.nanoTime() - firstText)).isGreaterThan(Duration.ofSeconds(1));
                assertThat(StoryFixture.eventTypes(StoryFixture.eventsOf(stream.readAll())))
                        .containsExactly("usage", "turn.ended", "session.ended");
            }
        }
    }

    @Test
    @RealCliTest("claude-code")
    void shouldContinueTheStreamAfterADisconnect() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            String agent = fixture.claude(llm.scenario(ok().chunks(10).perSecond(10)));
            String session = fixture.api().awaitSession(fixture.api().task(agent, "Talk"));
            List<Frame> frames = new ArrayList<>();
            EventStream cut = EventStream.open(fixture.api(), path(session));
            while (StoryFixture.of(StoryFixture.eventsOf(frames), "message.delta")
                            .size()
                    < 3) {
                frames.add(cut.next());
            }
            cut.vanish();

            // When
            try (EventStream rest = EventStream.openAfter(
                    fixture.api(), path(session), frames.getLast().id())) {
                frames.addAll(rest.readAll());
            }

            // Then
            assertThat(StoryFixture.eventsOf(frames)).isEqualTo(fixture.api().events(session));
            assertThat(StoryFixture.shownTexts(StoryFixture.eventsOf(frames)))
                    .singleElement()
                    .satisfies(text ->
                            assertThat(text).startsWith("chunk 1 of 10. ").endsWith("chunk 10 of 10. "));
        }
    }

    @Test
    void shouldSendEachOfTwoHundredThousandEventsOnceInSpiteOfADisconnect() {
        // Given
        EventFlood flood = EventFlood.of(200_000).textBytes(60);
        String session = fixture.api().awaitSession(fixture.api().task(fixture.flooding(flood), "go"));
        EventStream cut = EventStream.open(fixture.api(), path(session));
        List<Frame> frames = new ArrayList<>(cut.read(20 * MEBIBYTE));
        cut.vanish();

        // When
        try (EventStream rest = EventStream.openAfter(
                fixture.api(), path(session), frames.getLast().id())) {
            while (!rest.over()) {
                frames.addAll(rest.read(MEBIBYTE));
            }
        }

        // Then
        assertThat(frames)
                .extracting(Frame::seq)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, frames.size()).boxed().toList());
        List<JsonObject> events = StoryFixture.eventsOf(frames);
        assertThat(String.join(
                        "",
                        StoryFixture.of(events, "message.delta").stream()
                                .map(delta -> delta.getString("text"))
                                .toList()))
                .isEqualTo(flood.text(1, 200_000));
        assertThat(frames.getLast().event()).isEqualTo("session.ended");
    }

    private static String path(String session) {
        return "/api/sessions/" + session + "/events";
    }

    /** Reads up to the next event of a type. */
    private static void next(EventStream stream, String type) {
        while (!stream.next().event().equals(type)) {
            // Skips the events in between.
        }
    }
}
