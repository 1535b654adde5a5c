package dev.yardmaster.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.Slots;
import dev.yardmaster.testkit.cli.EventFlood;
import dev.yardmaster.testkit.cli.FakeClaude;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Output that a real CLI cannot be made to print. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
class FloodStoryTest extends Story {
    private static final int MEBIBYTE = 1 << 20;

    @Test
    void shouldKeepEveryOneOfTwoHundredThousandEvents() {
        // Given
        EventFlood flood = EventFlood.of(200_000);

        // When
        List<JsonObject> events = done(fixture.flooding(flood));

        // Then
        assertThat(events)
                .extracting(event -> event.getLong("seq"))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, events.size()).boxed().toList());
        List<JsonObject> deltas = StoryFixture.of(events, "message.delta");
        assertThat(deltas).hasSize(200_000);
        for (int i = 0; i < deltas.size(); i += 997) {
            assertThat(deltas.get(i).getString("text")).isEqualTo(flood.text(i + 1));
        }
        assertThat(String.join("", StoryFixture.shownTexts(events))).isEqualTo(flood.text(1, 200_000));
    }

    @Test
    void shouldStreamALineOfFiveMebibytes() {
        // When
        List<JsonObject> events = done(fixture.flooding(EventFlood.of(10).giantLine(5 * MEBIBYTE)));

        // Then
        assertThat(StoryFixture.of(events, "tool.result")
                        .getFirst()
                        .getValue("output")
                        .toString())
                .hasSizeGreaterThanOrEqualTo(5 * MEBIBYTE);
        assertThat(StoryFixture.of(events, "message.delta")).hasSize(10);
    }

    @Test
    void shouldReplaceBytesThatAreNotUtf8() {
        // When
        List<JsonObject> events = done(fixture.flooding(EventFlood.of(10).invalidUtf8()));

        // Then
        assertThat(StoryFixture.of(events, "tool.result").getFirst().toString()).contains("\ufffd");
        assertThat(StoryFixture.of(events, "message.delta")).hasSize(10);
    }

    @Test
    void shouldReadALastLineWithoutANewline() {
        // Given
        Path program = FakeClaude.printing(EventFlood.of(10).withoutFinalNewline())
                .exitsByItself()
                .install(directory);

        // When
        List<JsonObject> events = done(fixture.api().agent(Slots.running(program)));

        // Then
        assertThat(StoryFixture.of(events, "turn.ended")).hasSize(1);
    }

    @Test
    void shouldDrainAFloodOnStderr() {
        // Given
        Path program =
                FakeClaude.printing(EventFlood.of(5_000)).stderrLines(500_000).install(directory);

        // When
        List<JsonObject> events = done(fixture.api().agent(Slots.running(program)));

        // Then
        assertThat(StoryFixture.of(events, "message.delta")).hasSize(5_000);
        assertThat(StoryFixture.of(events, "session.ended").getFirst().getString("stderr"))
                .hasSizeLessThanOrEqualTo(4096)
                .contains("warning: ---");
    }

    @Test
    void shouldKeepTheEventsBeforeACrash() {
        // Given
        String session = fixture.api().start(fixture.flooding(EventFlood.of(100).crashAfter(40)), "go");

        // When
        JsonObject ended = fixture.api().awaitEnd(session);

        // Then
        assertThat(ended.getString("state")).isEqualTo("failed");
        assertThat(ended.getJsonObject("end").getString("reason")).contains("signal 9");
        assertThat(StoryFixture.of(fixture.api().events(session), "message.delta"))
                .hasSize(40);
    }

    @Test
    void shouldFailWhenTheCliExitsWithoutOutput() {
        // Given
        String session = fixture.api().start(fixture.api().agent(Slots.script("exit 0")), "go");

        // When
        JsonObject ended = fixture.api().awaitEnd(session);

        // Then
        assertThat(ended.getString("state")).isEqualTo("failed");
        assertThat(ended.getJsonObject("end").getString("reason"))
                .contains("exited with code 0 before its turn was over");
    }

    private List<JsonObject> done(String agent) {
        return fixture.api()
                .events(fixture.api()
                        .awaitTask(fixture.api().task(agent, "go"), "done")
                        .getString("session"));
    }
}
