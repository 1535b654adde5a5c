package dev.yardmaster.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.ServiceTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Mail for an agent whose last conversation can't be resumed, because it runs on another executable. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(120)
class MailElsewhereHttpTest {
    @TempDir
    Path directory;

    private final MailFixture mail = new MailFixture();
    private final Api api = mail.api();

    @Test
    void shouldNotAskAnAgentToContinueWorkThatHasEnded() {
        // Given
        var before = new MailReader(directory.resolve("before"));
        var after = new MailReader(directory.resolve("after"));
        String agent = api.agent(before.executable());
        String first = mail.send(agent, "first").getString("id");
        String session = mail.awaitState(first, "delivered").getString("session");
        api.awaitEnd(session);

        // When
        api.change(agent, new JsonObject().put("executable", after.executable()));
        String second = mail.send(agent, "second").getString("id");

        // Then
        api.awaitEnd(mail.awaitState(second, "delivered").getString("session"));
        assertThat(after.turns().getFirst())
                .startsWith("[Yardmaster] You have mail")
                .containsSubsequence("> second", "Your last session has ended.", "hand-off.md")
                .doesNotContain("continue where it stopped");
    }
}
