package dev.yardmaster.provider.fourth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.Slots;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Adds a provider by a package with a bean; no other code refers to it. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
class FourthProviderTest {
    private static final String CLI = """
            [ "$1" = --version ] && exec echo "fourth 4.0"
            echo "hello $YARDMASTER_SESSION"
            while read -r line; do
              echo "message You wrote: $line"
              echo "done You wrote: $line"
            done
            """;

    @BeforeAll
    static void installTheCli() {
        Slots.replace("fourth", Slots.script(CLI));
    }

    @Test
    void shouldRunATaskOnANewProvider() {
        // Given
        Api api = LocalService.api();
        String agent = api.agent(new JsonObject().put("provider", "fourth"));

        // When
        String task = api.task(agent, "Hello");

        // Then
        JsonObject done = api.awaitTask(task, "done");
        assertThat(done.getString("result")).isEqualTo("You wrote: Hello");
        assertThat(api.events(done.getString("session")))
                .extracting(event -> event.getString("type"))
                .containsExactly("user.message", "session.started", "message", "usage", "turn.ended", "session.ended");
        assertThat(api.awaitEnd(done.getString("session")).getString("provider"))
                .isEqualTo("fourth");
    }

    @Test
    void shouldCheckTheHealthOfANewProvider() {
        // Given
        Api api = LocalService.api();

        // When
        JsonObject health = api.json(api.post("/api/providers/quartus/verify", new JsonObject()));

        // Then
        assertThat(health.encode()).contains("ready", "4.0");
    }
}
