package dev.yardmaster.story;

import static dev.yardmaster.testkit.llm.Scenario.ok;
import static dev.yardmaster.testkit.llm.Scenario.subscriptionLimit;
import static dev.yardmaster.testkit.llm.Scenario.tool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.testkit.ServiceTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which tasks a limit stops, with the real CLIs. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
class LimitStoryTest extends SharedStory {
    private static final String QUOTED =
            "You've hit your session limit, resets 3pm (UTC). API Error: Rate limit reached (429)";

    @Test
    void shouldKeepOthersWorkingWhileOneProviderIsLimited() {
        // Given
        Instant reset = Instant.now().plus(Duration.ofDays(2)).truncatedTo(ChronoUnit.MINUTES);
        model(CliUnderTest.CLAUDE, subscriptionLimit(reset));
        model(CliUnderTest.CODEX, ok().text("It is done."));
        model(CliUnderTest.OPENCODE, ok().text("It is done."));
        String limited = task(subscriber(CliUnderTest.CLAUDE, new JsonObject()));
        await().until(() -> task(limited, "reason").contains("is limited until " + reset));
        List<String> others = Stream.of(CliUnderTest.CODEX, CliUnderTest.OPENCODE)
                .map(this::agent)
                .toList();

        // When
        List<String> tasks = others.stream().map(this::task).toList();

        // Then
        tasks.forEach(task -> fixture.api().awaitTask(task, "done"));
        assertThat(task(limited, "state")).isEqualTo("open");
        JsonObject dispatcher = fixture.api().json(fixture.api().get("/api/dispatcher"));
        assertThat(dispatcher.getString("state")).isEqualTo("waiting");
        assertThat(dispatcher.getInstant("until")).isEqualTo(reset);
    }

    @Test
    void shouldNotMistakeQuotedTextForALimit() {
        onAllClis(cli -> {
            // Given
            String shout = "echo \"" + QUOTED + "\"; echo \"" + QUOTED + "\" >&2; exit 1";
            model(cli, tool(cli.shell(shout)).thinking(QUOTED).text(QUOTED));
            String task = task(agent(cli));

            // When
            JsonObject done = fixture.api().awaitTask(task, "done");

            // Then
            assertThat(done.getString("result")).isEqualTo(QUOTED);
            assertThat(done.getInteger("attempts")).isOne();
            List<JsonObject> events = fixture.api().events(done.getString("session"));
            assertThat(StoryFixture.of(events, "tool.result").toString()).contains("resets 3pm");
            assertThat(StoryFixture.of(events, "limit")).noneMatch(limit -> limit.getBoolean("blocked"));
        });
    }

    private String task(String agent) {
        return fixture.api().task(agent, "Paint the shed.");
    }

    private String task(String task, String field) {
        return fixture.api().json(fixture.api().get("/api/tasks/" + task)).getString(field, "");
    }
}
